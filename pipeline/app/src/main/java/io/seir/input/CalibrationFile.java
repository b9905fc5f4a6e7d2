package io.seir.input;

import io.seir.data.InputException;
import io.seir.data.InputFile;
import io.seir.embedded.EmbeddedProvider;
import io.seir.judge.Calibration;
import io.seir.judge.FastJudge;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.sample.Feature;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calibrations from files, and the shipped one. */
public final class CalibrationFile {
  private static final String SHIPPED = "/io/seir/judge/fast-judge.json";

  private CalibrationFile() {}

  /** The calibration in a file. */
  public static Calibration read(Path file) {
    return Calibration.parse(InputFile.read(file, "calibration"));
  }

  /** The identity of the encoder whose features are calibrated. */
  public static String encoder(ModelsConfig models) {
    return models.identities().getOrDefault(ModelRole.JUDGE_ENCODER.key(), "");
  }

  /**
   * The fast judge with the calibration in a file, or with the shipped one for the embedded
   * encoder.
   *
   * @throws InputException if it was not made for the encoder that will be used
   */
  public static FastJudge fast(@Nullable Path file, ModelsConfig models) {
    String encoder = encoder(models);
    if (file == null && !encoder.equals(encoder(ModelsConfig.all(EmbeddedProvider.NAME)))) {
      throw new InputException(
          "the fast judge needs a --calibration FILE made for the encoder "
              + encoder
              + "; make one with ./seir calibrate");
    }
    Calibration calibration =
        file == null ? Calibration.parse(InputFile.resource(SHIPPED)) : read(file);
    List<String> unknown =
        calibration.inputs().stream().filter(name -> Feature.of(name).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      throw new InputException("--calibration " + file + " has unknown features " + unknown);
    }
    String of = calibration.encoder();
    if (!of.isEmpty() && !of.equals(encoder)) {
      throw new InputException(
          "--calibration " + file + " was made for the encoder " + of + ", not for " + encoder);
    }
    return FastJudge.of(calibration);
  }
}
