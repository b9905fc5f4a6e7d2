package io.seir.sample;

import java.util.OptionalDouble;

/**
 * One draft of a stage.
 *
 * @param number 0 for the first draft, k for the draft after k revisions
 * @param fit how well a picture fits according to the encoder, 0 to 1; computed only if ratings are
 *     equal
 */
public record Round(int number, Draft draft, Assessment assessment, OptionalDouble fit) {
  /** A round whose fit was not computed. */
  public static Round of(int number, Draft draft, Assessment assessment) {
    return new Round(number, draft, assessment, OptionalDouble.empty());
  }

  /** The same with its fit. */
  public Round withFit(OptionalDouble known) {
    return new Round(number, draft, assessment, known);
  }
}
