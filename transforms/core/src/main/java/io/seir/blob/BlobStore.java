package io.seir.blob;

import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import java.io.IOException;

/** Pictures by content: storing the same one twice keeps one. Thread-safe. */
public interface BlobStore {
  /** Stores a picture unless it is there; the reference says where, relative to the data set. */
  ImageRef put(Picture picture, int width, int height) throws IOException;

  /**
   * Reads a picture back.
   *
   * @throws IOException if it is not there or its bytes are not those referred to
   */
  Picture get(ImageRef ref) throws IOException;
}
