package io.seir.cli;

import io.seir.data.InputException;
import io.seir.model.EndpointException;
import org.jspecify.annotations.Nullable;

/** Describes a failure in one line, by its innermost cause. */
final class Failure {
  private static final int DEEPEST = 20;

  private Failure() {}

  static String line(Throwable failure) {
    return text(root(failure));
  }

  /** Whether the line says everything, so that a stack trace would add nothing. */
  static boolean explained(Throwable failure) {
    return root(failure) instanceof EndpointException;
  }

  /** Whether the user's input is to blame, even if a worker discovered it. */
  static boolean usage(Throwable failure) {
    return root(failure) instanceof InputException;
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (int i = 0; i < DEEPEST && root.getCause() != null; i++) {
      root = root.getCause();
    }
    return root;
  }

  private static String text(Throwable root) {
    @Nullable String message = root.getMessage();
    String kind = root.getClass().getSimpleName();
    if (message == null) {
      return kind;
    }
    if (message.contains("No space left")) {
      return "the disk is full ("
          + message
          + "); free some space, then run the same command with --resume=always";
    }
    if (root instanceof OutOfMemoryError) {
      return "out of memory ("
          + message
          + "); give Java more, such as SEIR_JAVA_OPTS=-Xmx8g ./seir …";
    }
    return root instanceof java.io.IOException || root instanceof Error
        ? kind + ": " + message
        : message;
  }
}
