package io.seir.cli;

import org.jspecify.annotations.Nullable;

/** One line for what failed: the innermost cause that says something. */
final class Failure {
  private static final int DEEPEST = 20;

  private Failure() {}

  static String line(Throwable failure) {
    Throwable root = failure;
    for (int i = 0; i < DEEPEST && root.getCause() != null; i++) {
      root = root.getCause();
    }
    return text(root);
  }

  private static String text(Throwable root) {
    @Nullable String message = root.getMessage();
    String kind = root.getClass().getSimpleName();
    if (message == null) {
      return kind;
    }
    return root instanceof java.io.IOException || root instanceof Error
        ? kind + ": " + message
        : message;
  }
}
