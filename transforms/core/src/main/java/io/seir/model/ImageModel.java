package io.seir.model;

import io.seir.sample.Picture;

/** A text-to-image model. Thread-safe. */
public interface ImageModel {
  /**
   * Draws and waits.
   *
   * @throws ModelException if there is no picture; transient faults were retried already
   */
  Picture draw(ImageRequest request) throws ModelException;
}
