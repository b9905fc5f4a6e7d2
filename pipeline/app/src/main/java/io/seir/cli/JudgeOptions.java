package io.seir.cli;

import io.seir.data.InputException;
import io.seir.input.CalibrationFile;
import io.seir.judge.ModelJudge;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the model in the judge role is called. */
final class JudgeOptions {
  private static final int MAX_REPEATS = 20;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "1",
      description = "Ask the judge N times and take the mean (default: ${DEFAULT-VALUE}).")
  private int repeats;

  @Option(
      names = "--whole",
      description =
          "Use the whole numbers in the judge's reply, even if the server reports token"
              + " probabilities from which an expected score could be computed.")
  private boolean whole;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description =
          "A calibration.json of ./seir calibrate: for the model judge, or for the fast judge"
              + " (default for the fast judge: one for the embedded encoder).")
  @Nullable Path calibration;

  @Mixin private final JudgeAsking asking = new JudgeAsking();

  /** The judge, without any calibration. */
  ModelJudge plain() {
    Usage.within("--repeats", repeats, 1, MAX_REPEATS);
    ModelJudge model = asking.judge().withRepeats(repeats);
    return whole ? model : model.withProbabilities();
  }

  /** The judge, with the calibration applied if there is one. */
  ModelJudge calibrated() {
    try {
      return calibration == null
          ? plain()
          : plain().withCalibration(CalibrationFile.read(calibration));
    } catch (IllegalArgumentException e) {
      throw new InputException("--calibration " + calibration + ": " + e.getMessage());
    }
  }

  /** What determines its scores, in one line. */
  String fingerprint() {
    return "repeats "
        + repeats
        + asking.fingerprint()
        + (whole ? ", whole" : "")
        + ", "
        + Fingerprints.of(calibration);
  }
}
