package io.seir.model;

/** A dual encoder: text and pictures into one space. Thread-safe. */
public interface TextImageEncoder {
  /** Length of a row. */
  int dimension();

  EncodedText encode(String text);

  /**
   * Encodes a picture.
   *
   * @throws ModelException if the bytes are no picture, or one over the limits
   */
  EncodedImage encode(Picture picture) throws ModelException;
}
