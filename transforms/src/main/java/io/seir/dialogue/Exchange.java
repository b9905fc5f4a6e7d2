package io.seir.dialogue;

/**
 * A question and its answer as found in somebody's data; what is missing is empty.
 *
 * @param image the picture's name, relative to the folder of pictures
 * @param bytes the picture itself, where the data hold it; not written to, and compared by nobody
 */
@SuppressWarnings("ArrayRecordComponent")
public record Exchange(String question, String answer, String caption, String image, byte[] bytes) {
  private static final byte[] NONE = {};

  /** One whose picture lies elsewhere. */
  public Exchange(String question, String answer, String caption, String image) {
    this(question, answer, caption, image, NONE);
  }
}
