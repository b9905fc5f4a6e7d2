package io.seir.cli;

import io.seir.blob.AtomicFile;
import io.seir.data.InputException;
import io.seir.embedded.EmbeddedProvider;
import io.seir.input.CalibrationFile;
import io.seir.input.ModelsFile;
import io.seir.input.RatedItems;
import io.seir.judge.Calibration;
import io.seir.model.ModelsConfig;
import io.seir.report.AgreementReport;
import io.seir.report.CalibrationStudy;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Turns human scores into a calibration and an agreement report. */
@Command(
    name = "calibrate",
    description = {
      "Learns to predict human scores from features or from a judge's scores.",
      "",
      "Reports how well the predictions agree with people on items held out from learning.",
      "",
      "Items are JSONL by id: \"features\" (./seir score), \"synjudge\" (./seir judge) and"
          + " \"human\":",
      "{\"TCC\": n, ...} or [TCC, ICC, IQ, ITS], or a list of these, one per rater. A turn of a"
          + " dialogue is called id/turn, from 0. Several files are joined by \"id\" and, where"
          + " lines name the system that answered, by \"model\"; of a folder, features-*.jsonl and"
          + " judged-*.jsonl are read."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir calibrate --items out/features --items human.jsonl --out out/fast",
      "  ./seir calibrate --items out/board --items human.jsonl --on scores --out out/judge",
      "  ./seir judge --answers a.jsonl --judge fast --calibration out/fast/calibration.json --out"
          + " out/b",
      "",
      "A line of human.jsonl:",
      "  {\"id\": \"s7-0000003/1\", \"human\": {\"TCC\": 5, \"ICC\": 4, \"IQ\": 5, \"ITS\": 3}}",
      "If several systems answered:",
      "  {\"id\": \"q17\", \"model\": \"qwen\", \"human\": [5, 4, 5, 3]}",
      "",
      "Writes calibration.json, agreement.json and agreement.png."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Option(
      names = "--items",
      paramLabel = "FILE|DIR",
      required = true,
      description =
          "Features, judge's scores or human scores of the items; may be given several times.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--all-systems",
      description =
          "Apply a line without \"model\" to the answers of every system with that id; otherwise"
              + " such a line is rejected if several systems have the id.")
  private boolean allSystems;

  @Option(
      names = "--on",
      paramLabel = "features|scores",
      defaultValue = "features",
      description =
          "Learn from the features (for the fast judge) or from a judge's own scores (default:"
              + " ${DEFAULT-VALUE}).")
  private String on = Calibration.FEATURES;

  @Option(
      names = "--truth",
      paramLabel = "human|judge",
      defaultValue = "human",
      description =
          "Scores to learn: those of people, or those of a model judge that the fast judge should"
              + " imitate (default: ${DEFAULT-VALUE}).")
  private String truth = "human";

  @Option(
      names = "--models",
      paramLabel = "FILE",
      description =
          "Models file that the features were made with; ./seir judge rejects a calibration for a"
              + " different encoder (default: the embedded encoder).")
  private @Nullable Path models;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      defaultValue = "0.3",
      description =
          "Share of the items to hold out for the agreement report (default: ${DEFAULT-VALUE}).")
  private double heldOut;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the results; new or empty.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (!List.of(Calibration.FEATURES, Calibration.SCORES).contains(on)
        || !List.of("human", "judge").contains(truth)) {
      throw new InputException("--on must be features or scores, and --truth human or judge");
    }
    if (on.equals(Calibration.SCORES) && truth.equals("judge")) {
      throw new InputException(
          "--on scores with --truth judge would learn the judge's scores from themselves; use"
              + " --truth human");
    }
    if (!(heldOut >= 0.1 && heldOut <= 0.9)) {
      throw new InputException("--held-out must be from 0.1 to 0.9, not " + heldOut);
    }
    Usage.checkNew(out);
    List<RatedItems.Item> items =
        allSystems ? RatedItems.read(files) : RatedItems.readOfOneSystemEach(files);
    CalibrationStudy study = new CalibrationStudy(on, truth, heldOut, items);
    Calibration calibration = study.fit(encoder());
    Usage.make(out);
    study.report(calibration).write(out, System.out);
    AtomicFile.write(
        out.resolve("calibration.json"),
        List.of(
            JsonCoder.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(calibration)));
    calibration
        .scales()
        .forEach(
            (dimension, model) ->
                System.out.printf(
                    "%-4s %s, penalty %s, cross-validated error %.2f points%n",
                    dimension, model.method(), model.penalty(), model.error()));
    System.out.printf(
        "Calibration  %s%nAgreement    %s%n",
        out.resolve("calibration.json"), out.resolve(AgreementReport.FILE));
    return 0;
  }

  /** The identity of the encoder whose features are learnt from. */
  private String encoder() {
    return CalibrationFile.encoder(
        models == null ? ModelsConfig.all(EmbeddedProvider.NAME) : ModelsFile.read(models));
  }
}
