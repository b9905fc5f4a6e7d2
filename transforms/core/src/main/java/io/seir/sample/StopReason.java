package io.seir.sample;

/** Why a stage ended. */
public enum StopReason {
  /** The critic accepted the draft. */
  ACCEPTED,
  /** The configured number of consecutive revisions was rated lower than the best. */
  PLATEAU,
  /** The configured number of revisions was made. */
  DEPTH,
  /** The critic refused twice or its replies could not be read: the draft stays unreviewed. */
  UNREVIEWED,
  /** The revision was refused twice or its replies could not be read: the existing drafts stay. */
  UNREVISED
}
