package io.seir.sample;

/** Why a stage ended. */
public enum StopReason {
  /** The critic accepted the draft. */
  ACCEPTED,
  /** The selection score had not risen for as many rounds as configured. */
  PLATEAU,
  /** As many revisions as configured were made. */
  DEPTH
}
