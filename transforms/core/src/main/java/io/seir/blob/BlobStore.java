package io.seir.blob;

import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import java.io.IOException;

/** Stores pictures by content, so that identical pictures are stored only once. Thread-safe. */
public interface BlobStore {
  /**
   * Stores a picture unless it is already stored; the reference says where, relative to the data
   * set.
   */
  ImageRef put(Picture picture, int width, int height) throws IOException;

  /**
   * Reads a picture back.
   *
   * @throws IOException if it is missing or its bytes have changed
   */
  Picture get(ImageRef ref) throws IOException;
}
