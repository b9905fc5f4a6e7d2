package io.seir.blob;

import io.seir.sample.ImageRef;
import io.seir.sample.Picture;

/** Keeps no pictures. */
enum NoBlobStore implements BlobStore {
  INSTANCE;

  @Override
  public ImageRef put(Picture picture, int width, int height) {
    throw new IllegalStateException(
        "this stage draws pictures; say where to store them, with withPictures(…)");
  }

  @Override
  public Picture get(ImageRef ref) {
    throw new IllegalStateException(
        "this stage looks at pictures; say where they are, with withPictures(…)");
  }
}
