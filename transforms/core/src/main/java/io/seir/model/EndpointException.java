package io.seir.model;

/**
 * An endpoint that cannot serve the run at all: it is gone, or refuses the key or the model. Stops
 * the run, since every further dialogue would fail the same way.
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
