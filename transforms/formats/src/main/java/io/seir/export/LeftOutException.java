package io.seir.export;

/** Why a sample is not exported; the message is a label to count by. */
public final class LeftOutException extends Exception {
  private static final long serialVersionUID = 1;

  public LeftOutException(String label) {
    super(label);
  }

  /** {@code no_answer}, {@code picture_missing}… */
  public String label() {
    return String.valueOf(getMessage());
  }
}
