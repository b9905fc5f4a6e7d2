package io.seir.cli;

import io.seir.blob.AtomicFile;
import io.seir.data.CalibrationFile;
import io.seir.data.InputException;
import io.seir.data.ModelsFile;
import io.seir.data.RatedItems;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.Seeds;
import io.seir.embedded.EmbeddedProvider;
import io.seir.judge.Calibration;
import io.seir.judge.CalibrationFit;
import io.seir.judge.JudgeDimension;
import io.seir.judge.ScaleModel;
import io.seir.model.ModelsConfig;
import io.seir.report.AgreementReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Human scores to a calibration and an agreement report. */
@Command(
    name = "calibrate",
    description = {
      "Learns how features or a judge's scores become the scores that people give.",
      "",
      "Says how well they agree on items that it did not learn from.",
      "",
      "Items are JSONL by id: \"features\" (./seir score), \"synjudge\" (./seir judge) and \"human\":",
      "{\"TCC\": n, ...} or [TCC, ICC, IQ, ITS], or a list of these, one a rater. A turn of a dialogue",
      "is called id/turn, from 0. Several files are joined; a folder stands for its features-*.jsonl",
      "and judged-*.jsonl."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir calibrate --items out/features --items human.jsonl --out out/fast",
      "  ./seir calibrate --items out/board --items human.jsonl --on scores --out out/judge",
      "  ./seir judge --answers a.jsonl --judge fast --calibration out/fast/calibration.json --out out/b",
      "",
      "A line of human.jsonl:",
      "  {\"id\": \"s7-0000003/1\", \"human\": {\"TCC\": 5, \"ICC\": 4, \"IQ\": 5, \"ITS\": 3}}",
      "",
      "Writes calibration.json, agreement.json and agreement.png."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Option(
      names = "--items",
      paramLabel = "FILE|DIR",
      required = true,
      description = "What is known of the items; may be given several times.")
  private List<Path> files = new ArrayList<>();

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
          "What to learn: the scores of people, or those of a model judge, whom the fast judge shall"
              + " stand in for (default: ${DEFAULT-VALUE}).")
  private String truth = "human";

  @Option(
      names = "--models",
      paramLabel = "FILE",
      description =
          "Models file that the features were made with; judge refuses another encoder (default: the"
              + " embedded one).")
  private @Nullable Path models;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      defaultValue = "0.3",
      description =
          "Share of the items to report on instead of learning (default: ${DEFAULT-VALUE}).")
  private double heldOut;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder to write to; new or empty.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (!List.of(Calibration.FEATURES, Calibration.SCORES).contains(on)
        || !List.of("human", "judge").contains(truth)) {
      throw new InputException("--on is features or scores, --truth is human or judge");
    }
    if (on.equals(Calibration.SCORES) && truth.equals("judge")) {
      throw new InputException("a judge's scores cannot be learnt from themselves");
    }
    if (!(heldOut >= 0.1 && heldOut <= 0.9)) {
      throw new InputException("--held-out must be from 0.1 to 0.9, not " + heldOut);
    }
    List<RatedItems.Item> items = usable(RatedItems.read(files));
    checkOut();
    List<RatedItems.Item> learn = items.stream().filter(kept(false)).toList();
    List<RatedItems.Item> held = items.stream().filter(kept(true)).toList();
    if (held.size() < CalibrationFit.FEWEST / 2) {
      throw new InputException(
          items.size()
              + " usable items are too few: "
              + learn.size()
              + " to learn from (at least "
              + CalibrationFit.FEWEST
              + ") and "
              + held.size()
              + " to report on (at least "
              + CalibrationFit.FEWEST / 2
              + ")");
    }
    Calibration calibration = fit(learn, items);
    AgreementReport report = new AgreementReport(learn.size(), groups(held));
    for (JudgeDimension dimension : JudgeDimension.values()) {
      ScaleModel model = Objects.requireNonNull(calibration.scales().get(dimension));
      double[] real = column(held, item -> truth(item, dimension));
      report.add(
          "calibrated",
          dimension,
          column(held, item -> model.predict(inputs(item, calibration.inputs(), dimension))),
          real);
    }
    for (JudgeDimension dimension : JudgeDimension.values()) {
      double[] real = column(held, item -> truth(item, dimension));
      if (truth.equals("human")
          && held.stream().allMatch(item -> item.judged().containsKey(dimension))) {
        report.add("judge", dimension, column(held, item -> judged(item, dimension)), real);
      }
      double usual =
          Arrays.stream(column(learn, item -> truth(item, dimension))).average().orElse(0);
      report.add("mean alone", dimension, column(held, item -> usual), real);
      report.raters(
          dimension,
          items.stream()
              .map(item -> item.human().get(dimension))
              .filter(Objects::nonNull)
              .toList());
    }
    Files.createDirectories(out);
    report.write(out, System.out);
    AtomicFile.write(
        out.resolve("calibration.json"),
        List.of(
            JsonCoder.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(calibration)));
    calibration
        .scales()
        .forEach(
            (dimension, model) ->
                System.out.printf(
                    "%-4s %s, penalty %s, cross-validated error %.2f%n",
                    dimension, model.method(), model.lambda(), model.error()));
    System.out.printf(
        "Calibration  %s%nAgreement    %s%n",
        out.resolve("calibration.json"), out.resolve(AgreementReport.FILE));
    return 0;
  }

  private void checkOut() throws IOException {
    if (Files.exists(out)) {
      try (Stream<Path> content = Files.list(out)) {
        if (content.findAny().isPresent()) {
          throw new InputException("--out " + out + " already holds files; choose a new folder");
        }
      }
    }
  }

  private List<RatedItems.Item> usable(List<RatedItems.Item> all) {
    Predicate<RatedItems.Item> judged =
        item -> item.judged().size() == JudgeDimension.values().length;
    Predicate<RatedItems.Item> inputs =
        on.equals(Calibration.FEATURES) ? item -> !item.features().isEmpty() : judged;
    Predicate<RatedItems.Item> truths =
        truth.equals("human")
            ? item -> item.human().size() == JudgeDimension.values().length
            : judged;
    List<RatedItems.Item> items = all.stream().filter(inputs.and(truths)).toList();
    if (items.isEmpty()) {
      String scores = "the scores of " + (truth.equals("human") ? "people (human)" : "a judge");
      throw new InputException(
          String.format(
              "--items: none of %d items has both %s and %s under the same id: %s; %s",
              all.size(), on, scores, example(on, all, inputs), example(scores, all, truths)));
    }
    return items;
  }

  private static String example(
      String what, List<RatedItems.Item> all, Predicate<RatedItems.Item> has) {
    return all.stream()
        .filter(has)
        .findFirst()
        .map(item -> what + " has '" + item.id() + "'")
        .orElse("none has " + what);
  }

  /** By group: turns and answers of one name stay together, whatever the order of the files. */
  private Predicate<RatedItems.Item> kept(boolean apart) {
    return item -> apart == (Math.floorMod(Seeds.derive(1, item.group()), 1000) < 1000 * heldOut);
  }

  private Calibration fit(List<RatedItems.Item> learn, List<RatedItems.Item> all) {
    ModelsConfig encoder =
        models == null ? ModelsConfig.all(EmbeddedProvider.NAME) : ModelsFile.read(models);
    TreeSet<String> names = new TreeSet<>();
    if (on.equals(Calibration.FEATURES)) {
      names.addAll(all.get(0).features().keySet());
      all.forEach(item -> names.retainAll(item.features().keySet()));
    } else {
      names.add("score");
    }
    List<String> inputs = List.copyOf(names);
    Map<JudgeDimension, ScaleModel> scales = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension dimension : JudgeDimension.values()) {
      double[][] x =
          learn.stream().map(item -> inputs(item, inputs, dimension)).toArray(double[][]::new);
      try {
        scales.put(
            dimension,
            CalibrationFit.fit(x, column(learn, item -> truth(item, dimension)), groups(learn)));
      } catch (IllegalArgumentException e) {
        throw new InputException(dimension + " cannot be calibrated: " + e.getMessage());
      }
    }
    return new Calibration(
        on,
        on.equals(Calibration.FEATURES) ? CalibrationFile.encoder(encoder) : "",
        truth,
        learn.size(),
        inputs,
        scales);
  }

  private double[] inputs(RatedItems.Item item, List<String> names, JudgeDimension dimension) {
    return on.equals(Calibration.SCORES)
        ? new double[] {judged(item, dimension)}
        : names.stream()
            .mapToDouble(name -> Objects.requireNonNull(item.features().get(name)))
            .toArray();
  }

  private double truth(RatedItems.Item item, JudgeDimension dimension) {
    return truth.equals("human")
        ? Arrays.stream(Objects.requireNonNull(item.human().get(dimension))).average().orElse(0)
        : judged(item, dimension);
  }

  private static double judged(RatedItems.Item item, JudgeDimension dimension) {
    return Objects.requireNonNull(item.judged().get(dimension));
  }

  private static int[] groups(List<RatedItems.Item> items) {
    return items.stream().mapToInt(RatedItems.Item::group).toArray();
  }

  private static double[] column(
      List<RatedItems.Item> items, ToDoubleFunction<RatedItems.Item> value) {
    return items.stream().mapToDouble(value).toArray();
  }
}
