package io.seir.sample;

/** Why a stage ended. */
public enum StopReason {
  /** The critic accepted the draft. */
  ACCEPTED,
  /** As many revisions as configured, one after the other, were rated lower than the best. */
  PLATEAU,
  /** As many revisions as configured were made. */
  DEPTH,
  /** The critic refused, or could not be read, twice: the draft stays unreviewed. */
  UNREVIEWED,
  /** The revision was refused, or could not be read, twice: what there was stays. */
  UNREVISED
}
