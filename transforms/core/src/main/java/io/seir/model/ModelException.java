package io.seir.model;

import io.seir.sample.ModelUsage;
import java.time.Duration;

/** A model call that gave no usable reply. */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1;

  /** What can help. */
  public enum Kind {
    /** The server is there and asks for patience: fewer calls at once, and later again. */
    OVERLOADED,
    /** No reply in time: fewer calls at once, and again. */
    TIMED_OUT,
    /** The connection or the server failed: again. */
    TRANSIENT,
    /** Nothing: it stays wrong however often it is asked. */
    PERMANENT,
    /** The caller gave up, not the server. */
    CANCELLED
  }

  private final Kind kind;
  private final String reason;
  private final Duration wait;
  private final ModelUsage used;

  private ModelException(Kind kind, String reason, String detail, Duration wait, ModelUsage used) {
    super(detail);
    this.used = used;
    this.kind = kind;
    this.reason = reason;
    this.wait = wait;
  }

  /**
   * @param reason a label to count by, {@code snake_case}
   * @param detail one line for a person
   */
  public static ModelException transientFault(String reason, String detail) {
    return new ModelException(Kind.TRANSIENT, reason, detail, Duration.ZERO, ModelUsage.NONE);
  }

  /** As {@link #transientFault}, for what stays wrong however often it is asked. */
  public static ModelException permanentFault(String reason, String detail) {
    return new ModelException(Kind.PERMANENT, reason, detail, Duration.ZERO, ModelUsage.NONE);
  }

  /** As {@link #permanentFault}, for a call that was paid nevertheless. */
  public static ModelException paidFault(String reason, String detail, ModelUsage used) {
    return new ModelException(Kind.PERMANENT, reason, detail, Duration.ZERO, used);
  }

  /** The caller does not want to know any more. */
  public static ModelException cancelled() {
    return new ModelException(
        Kind.CANCELLED, "cancelled", "the run was cancelled", Duration.ZERO, ModelUsage.NONE);
  }

  /** As {@link #transientFault}, for no reply in time. */
  public static ModelException timedOut(String reason, String detail) {
    return new ModelException(Kind.TIMED_OUT, reason, detail, Duration.ZERO, ModelUsage.NONE);
  }

  /**
   * As {@link #transientFault}, from a server that has too much to do.
   *
   * @param wait how long it asks to be left alone; zero if it does not say
   */
  public static ModelException overloaded(String reason, String detail, Duration wait) {
    return new ModelException(Kind.OVERLOADED, reason, detail, wait, ModelUsage.NONE);
  }

  public Kind kind() {
    return kind;
  }

  public String reason() {
    return reason;
  }

  /** What the call cost. */
  public ModelUsage used() {
    return used;
  }

  /** How long the server asks to be left alone. */
  public Duration waitTime() {
    return wait;
  }
}
