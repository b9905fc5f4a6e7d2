package io.seir.data;

import io.seir.embedded.EmbeddedProvider;
import io.seir.judge.Calibration;
import io.seir.judge.FastJudge;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Calibrations from files, and the shipped one. */
public final class CalibrationFile {
  private static final String SHIPPED = "fast-judge.json";

  private CalibrationFile() {}

  /** The text of a calibration, which was looked at. */
  public static String read(Path file) {
    String json = InputFile.read(file, "calibration");
    Calibration.parse(json);
    return json;
  }

  /**
   * The fast judge of a file, or the shipped one of the embedded encoder.
   *
   * @throws InputException if it is not of the encoder that will be used
   */
  public static FastJudge fast(@Nullable Path file, ModelsConfig models) {
    String encoder = models.identities().getOrDefault(ModelRole.JUDGE_ENCODER.key(), "");
    if (file == null && !encoder.equals(EmbeddedProvider.NAME)) {
      throw new InputException(
          "the fast judge needs --calibration FILE for the encoder "
              + encoder
              + "; make one with ./seir calibrate");
    }
    String json = file == null ? InputFile.resource(SHIPPED) : read(file);
    String of = Calibration.parse(json).encoder();
    if (!of.isEmpty() && !of.equals(encoder)) {
      throw new InputException(
          "--calibration " + file + " is of the encoder " + of + ", not of " + encoder);
    }
    return new FastJudge(json);
  }
}
