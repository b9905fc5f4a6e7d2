package io.seir.sample;

/** The four scales of SynJudge, 0 to 5 each. */
public enum JudgeDimension {
  /** Text content completeness: does the text answer the question. */
  TCC,
  /** Image content completeness: does the picture show what the question asks for. */
  ICC,
  /** Image quality alone, whatever the picture shows. */
  IQ,
  /** Image-text synergy: aligned, complementary, not redundant. */
  ITS
}
