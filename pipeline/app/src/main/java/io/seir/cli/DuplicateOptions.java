package io.seir.cli;

import io.seir.data.InputException;
import io.seir.duplicates.DuplicateRule;
import io.seir.features.TurnRows;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** When two turns count as duplicates. */
final class DuplicateOptions {
  private static final String TEXT = "text";

  @Option(
      names = "--by",
      paramLabel = "KIND",
      split = ",",
      defaultValue = "image,question,answer",
      description =
          "What must match for two turns to be duplicates: image, question, answer, or text"
              + " (question and answer) (default: ${DEFAULT-VALUE}, as far as a turn has them).")
  private List<String> by = new ArrayList<>();

  @Option(
      names = "--image-cosine",
      paramLabel = "N",
      defaultValue = "" + DuplicateRule.PICTURES,
      description =
          "Lowest cosine at which the rows of two pictures match (default: ${DEFAULT-VALUE}).")
  private double imageCosine;

  @Option(
      names = "--text-cosine",
      paramLabel = "N",
      defaultValue = "" + DuplicateRule.TEXTS,
      description =
          "Lowest cosine at which the rows of two texts match (default: ${DEFAULT-VALUE}).")
  private double textCosine;

  @Option(
      names = "--image-bits",
      paramLabel = "N",
      defaultValue = "" + DuplicateRule.BITS,
      description =
          "Most bits (of 64) in which the hashes of two matching pictures may differ (default:"
              + " ${DEFAULT-VALUE}; beyond 3 some pairs are missed).")
  private int imageBits;

  @Option(
      names = "--text-overlap",
      paramLabel = "N",
      defaultValue = "" + DuplicateRule.OVERLAP,
      description =
          "Lowest share of three-word sequences that two matching texts have in common (default:"
              + " ${DEFAULT-VALUE}; below 0.8 many pairs are missed).")
  private double textOverlap;

  /** The rule; throws {@link InputException} if it is not valid. */
  DuplicateRule rule() {
    List<String> kinds = new ArrayList<>();
    for (String kind : by) {
      if (kind.equals(TEXT)) {
        kinds.addAll(List.of(TurnRows.QUESTION, TurnRows.ANSWER));
      } else if (TurnRows.KINDS.contains(kind)) {
        kinds.add(kind);
      } else {
        throw new InputException("--by takes image, question, answer and text, not '" + kind + "'");
      }
    }
    try {
      DuplicateRule rule = DuplicateRule.by(kinds).withHashes(imageBits, textOverlap);
      for (String kind : rule.kinds()) {
        rule = rule.withCosine(kind, kind.equals(TurnRows.IMAGE) ? imageCosine : textCosine);
      }
      return rule;
    } catch (IllegalArgumentException e) {
      throw new InputException("thresholds: " + e.getMessage());
    }
  }
}
