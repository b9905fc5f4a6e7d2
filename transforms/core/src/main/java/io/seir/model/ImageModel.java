package io.seir.model;

import io.seir.sample.Picture;

/** A text-to-image model. Thread-safe. */
public interface ImageModel {
  /**
   * Draws a picture and waits for it.
   *
   * @throws ModelException if there is no picture; transient faults were retried already
   */
  Picture draw(ImageRequest request) throws ModelException;
}
