package io.seir.cli;

import io.seir.refine.RefinementConfig;
import io.seir.refine.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much is refined. */
final class RefinementOptions {
  /** Most servers accept no more pictures than this. */
  static final int MAX_HISTORY_IMAGES = 8;

  @Option(
      names = "--depth",
      paramLabel = "K",
      defaultValue = "3",
      description =
          "Maximum number of revisions in every stage (default: ${DEFAULT-VALUE}); 0 turns"
              + " refinement off.")
  int depth;

  @Option(
      names = "--question-depth",
      paramLabel = "K",
      description = "Maximum number of revisions of a question (default: --depth).")
  @Nullable Integer questionDepth;

  @Option(
      names = "--answer-depth",
      paramLabel = "K",
      description = "Maximum number of revisions of an answer (default: --depth).")
  @Nullable Integer answerDepth;

  @Option(
      names = "--image-depth",
      paramLabel = "K",
      description = "Maximum number of revisions of a picture (default: --depth).")
  @Nullable Integer imageDepth;

  @Option(
      names = "--select",
      paramLabel = "best|last",
      defaultValue = "best",
      description =
          "Which draft is used: the best (default: the accepted one, else the highest rated, else"
              + " the latest), or the last, as in the paper.")
  Selection select = Selection.BEST;

  @Option(
      names = "--history-images",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Also show the picture critic the pictures of up to N earlier turns, so that it can check"
              + " \"the same cat\" (default: ${DEFAULT-VALUE}).")
  int historyImages;

  @Option(
      names = "--plateau",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "With --select best: stop a stage after N consecutive revisions rated lower than the best"
              + " (default: ${DEFAULT-VALUE}).")
  int plateau;

  RefinementConfig config() {
    Usage.within("--depth", depth, 0, RefinementConfig.MAX_DEPTH);
    Usage.within("--plateau", plateau, 1, RefinementConfig.MAX_DEPTH);
    Usage.within("--history-images", historyImages, 0, MAX_HISTORY_IMAGES);
    return new RefinementConfig(
        depth("--question-depth", questionDepth),
        depth("--answer-depth", answerDepth),
        depth("--image-depth", imageDepth),
        select,
        plateau,
        historyImages);
  }

  private int depth(String option, @Nullable Integer own) {
    int chosen = own == null ? depth : own;
    Usage.within(option, chosen, 0, RefinementConfig.MAX_DEPTH);
    return chosen;
  }
}
