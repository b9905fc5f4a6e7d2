package io.seir.model;

/**
 * An endpoint cannot serve the run at all: it is gone, or rejects the key or the model. This stops
 * the run, because every further dialogue would fail in the same way.
 */
public final class EndpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message one line that says what to do
   */
  public EndpointException(String message) {
    super(message);
  }
}
