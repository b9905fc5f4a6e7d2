package io.seir.journal;

import io.seir.blob.Locations;
import io.seir.blob.PathObjectStore;
import java.nio.file.Path;

/**
 * A journal in a folder, laid out as suits the kind of storage.
 *
 * @param location local, or {@code gs://}
 */
public record JournalFolder(String location) implements JournalLocation {
  private static final long serialVersionUID = 1;

  @Override
  public Journal open() {
    Path path = Locations.path(location);
    return Locations.isLocal(path)
        ? new FolderJournal(path)
        : new ObjectJournal(new PathObjectStore(path));
  }
}
