package io.seir.cli;

import io.seir.judge.ModelJudge;
import picocli.CommandLine.Option;

/** What the model in the judge role is asked and shown about a turn. */
final class JudgeAsking {
  @Option(
      names = "--per-scale",
      description =
          "Ask the judge about each of the four scales separately, showing it only what that scale"
              + " needs: up to four calls per turn instead of one.")
  private boolean perScale;

  @Option(
      names = "--judge-history-images",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Also show the judge the pictures of up to N earlier turns (default: ${DEFAULT-VALUE}).")
  private int historyImages;

  /** A judge that is asked so. */
  ModelJudge judge() {
    Usage.within("--judge-history-images", historyImages, 0, RefinementOptions.MAX_HISTORY_IMAGES);
    ModelJudge judge = ModelJudge.plain().withHistoryImages(historyImages);
    return perScale ? judge.withEachScaleByItself() : judge;
  }

  /** What decides its scores, in one line; empty for the usual way. */
  String fingerprint() {
    return (historyImages == 0 ? "" : ", earlier pictures " + historyImages)
        + (perScale ? ", per scale" : "");
  }
}
