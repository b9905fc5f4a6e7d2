package io.seir.blob;

import com.google.cloud.storage.StorageException;
import io.seir.dialogue.Entry;
import io.seir.dialogue.Exchange;
import io.seir.model.ModelException;
import io.seir.model.Picture;
import io.seir.model.PictureReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The pictures that entries name, below one folder (local or gs://). A name is data: it does not
 * lead out of the folder, also not by a link.
 *
 * @param folder absolute; empty for the folder of each entry's own file
 */
public record EntryPictures(String folder) implements Serializable {
  /** Why a picture that is named cannot be had; the message is a label to count by. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String label) {
      super(label);
    }

    /** {@code picture_missing}, {@code picture_outside}, {@code not_a_picture}… */
    public String label() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * The picture, whose header was looked at; empty if the exchange names none.
   *
   * @throws Unreadable if it names one that cannot be had
   */
  public Optional<Picture> of(Entry entry, Exchange exchange) throws Unreadable {
    try {
      if (exchange.bytes().length > 0) {
        Picture picture = new Picture(exchange.bytes());
        PictureReader.size(picture);
        return Optional.of(picture);
      }
      if (exchange.image().isBlank()) {
        return Optional.empty();
      }
      Path root = Locations.path(folder.isEmpty() ? entry.folder() : folder);
      Path file = root.resolve(exchange.image()).normalize();
      if (Path.of(exchange.image()).isAbsolute() || !file.startsWith(root.normalize())) {
        throw new Unreadable("picture_outside");
      }
      if (!Files.isRegularFile(file)) {
        throw new Unreadable("picture_missing");
      }
      if (Locations.isLocal(file) && !file.toRealPath().startsWith(root.toRealPath())) {
        throw new Unreadable("picture_outside");
      }
      if (Files.size(file) > PictureReader.MAX_BYTES) {
        throw new Unreadable("picture_too_large");
      }
      Picture picture = new Picture(Files.readAllBytes(file));
      PictureReader.size(picture);
      return Optional.of(picture);
    } catch (ModelException e) {
      throw new Unreadable(e.reason());
    } catch (IOException | InvalidPathException | StorageException e) {
      throw new Unreadable("picture_unreadable");
    }
  }
}
