package io.seir.model;

import io.seir.sample.ModelUsage;
import java.time.Duration;

/** A model call that gave no usable reply. */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1;

  /** What can help. */
  public enum Kind {
    /** The server is there but overloaded: make fewer calls at once, and retry later. */
    OVERLOADED,
    /** No reply in time: make fewer calls at once, and retry. */
    TIMED_OUT,
    /** The connection or the server failed: retry. */
    TRANSIENT,
    /** Nothing helps: it fails however often it is tried. */
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
   * @param detail one line for people
   */
  public static ModelException transientFault(String reason, String detail) {
    return new ModelException(Kind.TRANSIENT, reason, detail, Duration.ZERO, ModelUsage.NONE);
  }

  /** As {@link #transientFault}, for a fault that repeating the call does not fix. */
  public static ModelException permanentFault(String reason, String detail) {
    return new ModelException(Kind.PERMANENT, reason, detail, Duration.ZERO, ModelUsage.NONE);
  }

  /** As {@link #permanentFault}, for a call that has to be paid for anyway. */
  public static ModelException paidFault(String reason, String detail, ModelUsage used) {
    return new ModelException(Kind.PERMANENT, reason, detail, Duration.ZERO, used);
  }

  /** The caller is no longer interested. */
  public static ModelException cancelled() {
    return new ModelException(
        Kind.CANCELLED, "cancelled", "the run was cancelled", Duration.ZERO, ModelUsage.NONE);
  }

  /** As {@link #transientFault}, for a call without a reply in time. */
  public static ModelException timedOut(String reason, String detail) {
    return new ModelException(Kind.TIMED_OUT, reason, detail, Duration.ZERO, ModelUsage.NONE);
  }

  /**
   * As {@link #transientFault}, from an overloaded server.
   *
   * @param wait how long it asks callers to wait; zero if it does not say
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

  /** How long the server asks callers to wait. */
  public Duration waitTime() {
    return wait;
  }
}
