package io.seir.model;

import io.seir.sample.Picture;
import java.util.ArrayList;
import java.util.List;

/** A dual encoder, which maps texts and pictures into one space. Thread-safe. */
public interface TextImageEncoder {
  /** Length of a row. */
  int dimension();

  EncodedText encode(String text);

  /**
   * Encodes a picture.
   *
   * @throws ModelException if the bytes are not a picture, or the picture exceeds the limits
   */
  EncodedImage encode(Picture picture) throws ModelException;

  /**
   * Encodes texts, in order. An encoder may take them together; the result for each is the same in
   * any batch.
   */
  default List<EncodedText> encodeTexts(List<String> texts) {
    return texts.stream().map(this::encode).toList();
  }

  /** How many pictures {@link #encodePrepared} takes best. */
  default int batch() {
    return 1;
  }

  /** Resizes and normalises a picture as the encoder wants it: work for many threads. */
  default PreparedPicture prepare(DecodedPicture picture) {
    return new PreparedPicture(
        picture.picture(), picture.pixels().width(), picture.pixels().height(), new float[0]);
  }

  /**
   * Pictures in order, as {@link #prepare} made them; as with texts, the batch does not matter.
   *
   * @throws ModelException if one cannot be encoded
   */
  default List<EncodedImage> encodePrepared(List<PreparedPicture> pictures) throws ModelException {
    List<EncodedImage> encoded = new ArrayList<>();
    for (PreparedPicture picture : pictures) {
      encoded.add(encode(picture.picture()));
    }
    return encoded;
  }
}
