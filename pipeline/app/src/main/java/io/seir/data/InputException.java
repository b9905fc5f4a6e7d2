package io.seir.data;

/** Something the user gave cannot be used; the message is one line that says what to do. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InputException(String message) {
    super(message);
  }
}
