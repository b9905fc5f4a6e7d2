package io.seir.cli;

import io.seir.data.InputException;
import io.seir.data.ReadSamples;
import io.seir.pipeline.Condition;
import io.seir.sample.Sample;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of the samples read a command uses. */
final class WhereOption {
  @Option(
      names = "--where",
      paramLabel = "EXPR",
      description =
          "Use only samples in which every turn meets this condition, such as 'its>=4 &&"
              + " domain==\"nature\"'.")
  @Nullable String expression;

  /** The condition to meet; null if all samples are used. */
  @Nullable Condition condition() {
    try {
      return expression == null ? null : new Condition(expression);
    } catch (IllegalArgumentException e) {
      throw new InputException("--where: " + e.getMessage());
    }
  }

  /** Whether a sample is used. */
  static boolean takes(@Nullable Condition condition, Sample sample) {
    return condition == null || condition.holds(sample);
  }

  /** Reads only the samples that are used. */
  static ReadSamples of(@Nullable Condition condition, ReadSamples all) {
    return condition == null ? all : all.where(condition::holds);
  }
}
