package io.seir.model;

import io.seir.sample.Picture;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * Texts in order. An encoder may take them together; what comes of one is the same in any
   * company.
   */
  default List<EncodedText> encodeTexts(List<String> texts) {
    return texts.stream().map(this::encode).toList();
  }

  /** Pictures in order, likewise. */
  default List<EncodedImage> encodePictures(List<DecodedPicture> pictures) throws ModelException {
    List<EncodedImage> encoded = new ArrayList<>();
    for (DecodedPicture picture : pictures) {
      encoded.add(encode(picture.picture()));
    }
    return encoded;
  }
}
