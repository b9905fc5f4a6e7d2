package io.seir.model;

/** A model call that gave no usable reply. */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1;

  /** Whether asking again can help. */
  public enum Kind {
    TRANSIENT,
    PERMANENT
  }

  private final Kind kind;
  private final String reason;

  private ModelException(Kind kind, String reason, String detail) {
    super(detail);
    this.kind = kind;
    this.reason = reason;
  }

  /**
   * @param reason a label to count by, {@code snake_case}
   * @param detail one line for a person
   */
  public static ModelException transientFault(String reason, String detail) {
    return new ModelException(Kind.TRANSIENT, reason, detail);
  }

  /** As {@link #transientFault}, for what stays wrong however often it is asked. */
  public static ModelException permanentFault(String reason, String detail) {
    return new ModelException(Kind.PERMANENT, reason, detail);
  }

  public Kind kind() {
    return kind;
  }

  public String reason() {
    return reason;
  }
}
