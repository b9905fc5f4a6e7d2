package io.seir.cli;

import io.seir.judge.ModelJudge;
import picocli.CommandLine.Option;

/** What the model in the judge role is asked about a turn, and what it is shown. */
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

  /** A judge with these settings. */
  ModelJudge judge() {
    Usage.within("--judge-history-images", historyImages, 0, RefinementOptions.MAX_HISTORY_IMAGES);
    ModelJudge judge = ModelJudge.plain().withHistoryImages(historyImages);
    return perScale ? judge.withEachScaleByItself() : judge;
  }

  /** What determines its scores, in one line; empty for the defaults. */
  String fingerprint() {
    return (historyImages == 0 ? "" : ", earlier pictures " + historyImages)
        + (perScale ? ", per scale" : "");
  }
}
