package io.seir.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Input from the user cannot be used; the message is one line that says what to do. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InputException(String message) {
    super(message);
  }

  /**
   * Why a file cannot be read.
   *
   * @param what the file, with its option if necessary
   */
  public static InputException unreadable(Object what, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new InputException(what + " does not exist");
    }
    if (e instanceof AccessDeniedException) {
      return new InputException(what + " may not be read; check its permissions");
    }
    String why = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    return new InputException(what + " cannot be read: " + why);
  }
}
