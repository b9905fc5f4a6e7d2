package io.seir.cli;

import io.seir.refine.RefinementConfig;
import io.seir.refine.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much is refined. */
final class RefinementOptions {
  @Option(
      names = "--depth",
      paramLabel = "K",
      defaultValue = "3",
      description =
          "Most revisions of every stage (default: ${DEFAULT-VALUE}); 0 switches refinement off.")
  int depth;

  @Option(
      names = "--question-depth",
      paramLabel = "K",
      description = "Most revisions of a question.")
  @Nullable Integer questionDepth;

  @Option(names = "--answer-depth", paramLabel = "K", description = "Most revisions of an answer.")
  @Nullable Integer answerDepth;

  @Option(names = "--image-depth", paramLabel = "K", description = "Most revisions of a picture.")
  @Nullable Integer imageDepth;

  @Option(
      names = "--select",
      paramLabel = "best|last",
      defaultValue = "best",
      description = "Which round goes on: the best (default), or the last as in the paper.")
  Selection select = Selection.BEST;

  @Option(
      names = "--plateau",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "With --select best: stop a stage after N revisions without a better score (default: ${DEFAULT-VALUE}).")
  int plateau;

  RefinementConfig config() {
    Usage.within("--depth", depth, 0, RefinementConfig.MAX_DEPTH);
    Usage.within("--plateau", plateau, 1, RefinementConfig.MAX_DEPTH);
    return new RefinementConfig(
        depth("--question-depth", questionDepth),
        depth("--answer-depth", answerDepth),
        depth("--image-depth", imageDepth),
        select,
        plateau);
  }

  private int depth(String option, @Nullable Integer own) {
    int chosen = own == null ? depth : own;
    Usage.within(option, chosen, 0, RefinementConfig.MAX_DEPTH);
    return chosen;
  }
}
