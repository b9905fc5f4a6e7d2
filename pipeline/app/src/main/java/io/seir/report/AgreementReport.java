package io.seir.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.judge.Agreement;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How well scores agree with the truth on held-out items. */
public final class AgreementReport {
  /** Its file. */
  public static final String FILE = "agreement.json";

  /** Measures for the parts that nothing was learnt from. */
  private static final List<Agreement.Measure> OUTSIDE_MEASURES =
      List.of(Agreement.Measure.RMSE, Agreement.Measure.WITHIN_1, Agreement.Measure.SPEARMAN);

  private static final double SPREAD = 0.12;

  /** Scores of one scale and the truth, on held-out items. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Pairs(double[] predicted, double[] truth) {}

  private final Map<String, Map<JudgeDimension, Pairs>> parts = new java.util.LinkedHashMap<>();
  private final Map<JudgeDimension, List<double[]>> ratings = new EnumMap<>(JudgeDimension.class);
  private final Map<String, Map<String, Map<String, Map<JudgeDimension, Outside>>>> outside =
      new TreeMap<>();
  private final int learnt;
  private final int[] groups;

  /**
   * @param learnt number of items that the calibration was learnt from
   * @param groups of the held-out items; items of one group are not independent and are resampled
   *     together
   */
  public AgreementReport(int learnt, int[] groups) {
    this.learnt = learnt;
    this.groups = groups.clone();
  }

  /** Adds the scores of one scorer, such as {@code calibrated}. */
  public void add(String who, JudgeDimension dimension, double[] predicted, double[] truth) {
    parts
        .computeIfAbsent(who, w -> new EnumMap<>(JudgeDimension.class))
        .put(dimension, new Pairs(predicted, truth));
  }

  /** Scores of a system or a domain, and which of its items belong together. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Outside(Pairs pairs, int[] groups) {}

  /**
   * Adds the scores of one scorer on a part of the items that nothing was learnt from.
   *
   * @param by what the parts are, such as {@code system}
   */
  public void outside(
      String by, String part, String who, JudgeDimension dimension, Pairs pairs, int[] of) {
    outside
        .computeIfAbsent(by, b -> new TreeMap<>())
        .computeIfAbsent(part, p -> new TreeMap<>())
        .computeIfAbsent(who, w -> new EnumMap<>(JudgeDimension.class))
        .put(dimension, new Outside(pairs, of.clone()));
  }

  /** Adds the ratings of all items, for agreement among raters. */
  public void raters(JudgeDimension dimension, List<double[]> items) {
    ratings.put(dimension, items);
  }

  /** A measure with its bootstrap interval over groups of items. */
  public static Interval interval(Agreement.Measure measure, Pairs pairs, int[] groups) {
    SortedMap<Integer, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < groups.length; i++) {
      members.computeIfAbsent(groups[i], g -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> all = List.copyOf(members.values());
    return Bootstrap.of(
        all.size(),
        chosen -> {
          int[] items =
              Arrays.stream(chosen)
                  .mapToObj(all::get)
                  .flatMapToInt(AgreementReport::ints)
                  .toArray();
          double[] p = Arrays.stream(items).mapToDouble(i -> pairs.predicted()[i]).toArray();
          double[] t = Arrays.stream(items).mapToDouble(i -> pairs.truth()[i]).toArray();
          return Agreement.of(measure, p, t);
        });
  }

  private static IntStream ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue);
  }

  /** Writes {@code agreement.png}, then {@code agreement.json}; prints the table. */
  public void write(Path folder, PrintStream out) throws IOException {
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("learntFrom", learnt);
    json.put("interval", "95 %, percentile bootstrap over held-out items (by id), 2000 resamples");
    ObjectNode scores = json.putObject("heldOut");
    out.printf("%n%-12s %-5s %6s", "scores", "scale", "items");
    for (Agreement.Measure measure : Agreement.Measure.values()) {
      out.printf("  %-20s", title(measure));
    }
    parts.forEach(
        (who, dimensions) -> {
          ObjectNode node = scores.putObject(who);
          dimensions.forEach(
              (dimension, pairs) -> {
                ObjectNode of = node.putObject(dimension.name());
                out.printf("%n%-12s %-5s %6d", who, dimension, pairs.truth().length);
                for (Agreement.Measure measure : Agreement.Measure.values()) {
                  Interval interval = interval(measure, pairs, groups);
                  put(of.putObject(measure.name()), interval);
                  out.printf("  %-20s", text(interval));
                }
              });
        });
    ObjectNode raters = json.putObject("raters");
    ratings.forEach(
        (dimension, items) -> {
          Interval alpha =
              Bootstrap.of(
                  items.size(),
                  chosen -> Agreement.alpha(Arrays.stream(chosen).mapToObj(items::get).toList()));
          if (!Double.isNaN(alpha.mean())) {
            put(raters.putObject(dimension.name()).putObject("KRIPPENDORFF_ALPHA"), alpha);
            out.printf(
                "%n%-12s %-5s %6d  Krippendorff's alpha %s",
                "raters", dimension, items.size(), text(alpha));
          }
        });
    writeOutside(json, out);
    out.printf("%n%nOn held-out items, with 95 %% bootstrap intervals.%n");
    Charts.png(folder.resolve("agreement.png"), chart());
    AtomicFile.write(folder.resolve(FILE), json.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  private void writeOutside(ObjectNode json, PrintStream out) {
    ObjectNode all = json.putObject("outOfDomain");
    outside.forEach(
        (by, parts) -> {
          ObjectNode node = all.putObject(by);
          out.printf("%n%nRMSE on each %s if learnt only from the others", by);
          parts.forEach(
              (part, scorers) -> {
                ObjectNode of = node.putObject(part);
                scorers.forEach(
                    (who, dimensions) -> {
                      out.printf("%n%-20s %-25s", part, who);
                      ObjectNode scales = of.putObject(who);
                      dimensions.forEach(
                          (dimension, pairs) -> {
                            ObjectNode scale = scales.putObject(dimension.name());
                            for (Agreement.Measure measure : OUTSIDE_MEASURES) {
                              Interval interval = interval(measure, pairs.pairs(), pairs.groups());
                              put(scale.putObject(measure.name()), interval);
                              if (measure == Agreement.Measure.RMSE) {
                                out.printf("  %s %s", dimension, text(interval));
                              }
                            }
                          });
                    });
              });
        });
  }

  private static String title(Agreement.Measure measure) {
    return switch (measure) {
      case RMSE, MAE -> measure.name();
      case WITHIN_1 -> "within 1 point";
      case PEARSON -> "Pearson";
      case SPEARMAN -> "Spearman";
      case KENDALL -> "Kendall";
      case QUADRATIC_KAPPA -> "quadratic kappa";
    };
  }

  private static void put(ObjectNode node, Interval interval) {
    if (Double.isNaN(interval.mean())) {
      node.put("undefined", "the scores of one side are all the same");
      return;
    }
    node.put("value", interval.mean());
    node.put("low", interval.low());
    node.put("high", interval.high());
    node.put("count", interval.count());
  }

  private static String text(Interval interval) {
    return Double.isNaN(interval.mean())
        ? "–"
        : String.format(
            Locale.ROOT, "%.2f [%.2f, %.2f]", interval.mean(), interval.low(), interval.high());
  }

  /**
   * Predictions against the truth, with the truth jittered slightly so that points do not coincide.
   */
  private XYChart chart() {
    XYChart chart =
        Charts.xy(
            760,
            600,
            "Calibrated scores against the truth, held-out items",
            "truth",
            "calibrated score");
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setMarkerSize(4);
    chart.getStyler().setXAxisMin(-0.3);
    chart.getStyler().setXAxisMax(5.3);
    chart.getStyler().setYAxisMin(-0.3);
    chart.getStyler().setYAxisMax(5.3);
    chart
        .addSeries("the same", List.of(0, 5), List.of(0, 5))
        .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line)
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(Color.LIGHT_GRAY);
    Random random = new Random(1);
    parts
        .getOrDefault("calibrated", Map.of())
        .forEach(
            (dimension, pairs) -> {
              List<Double> x = new ArrayList<>();
              List<Double> y = new ArrayList<>();
              for (int i = 0; i < pairs.truth().length; i++) {
                x.add(pairs.truth()[i] + SPREAD * random.nextGaussian() / 2);
                y.add(pairs.predicted()[i]);
              }
              chart.addSeries(dimension.name(), x, y);
            });
    return chart;
  }
}
