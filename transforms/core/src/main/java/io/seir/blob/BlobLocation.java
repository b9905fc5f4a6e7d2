package io.seir.blob;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;

/** Travels to the workers and opens a store there. */
@FunctionalInterface
public interface BlobLocation extends Serializable {
  /** No store: for stages that draw nothing. */
  BlobLocation NONE = () -> NoBlobStore.INSTANCE;

  BlobStore open();

  /** Pictures in a folder, local or of any scheme that {@link Locations} knows. */
  static BlobLocation folder(String name) {
    return folder(name, List.of());
  }

  /**
   * Pictures in a folder.
   *
   * @param siblings folders with the same journal, from which missing pictures are copied
   */
  static BlobLocation folder(String name, List<String> siblings) {
    List<String> others = List.copyOf(siblings);
    return () -> {
      List<Path> paths = others.stream().map(Locations::path).toList();
      return new LocalBlobStore(Locations.path(name), paths);
    };
  }
}
