package io.seir.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.SamplePictures;
import io.seir.data.SampleFolder;
import io.seir.data.SampleLine;
import io.seir.run.RunFiles;
import io.seir.sample.Feature;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.knowm.xchart.Histogram;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How the features of a data set are distributed: JSON, table and histogram. */
public final class FeatureReport {
  private static final int BINS = 40;
  private static final double TENTH = 0.1;
  private static final List<Feature> DRAWN =
      List.of(
          Feature.ANSWER_IMAGE,
          Feature.ANSWER_COVERAGE,
          Feature.CAPTION_COVERAGE,
          Feature.REDUNDANCY);

  private final Map<Feature, List<Double>> values = new EnumMap<>(Feature.class);
  private final SortedMap<String, Integer> faults = new TreeMap<>();
  private long turns;

  private FeatureReport() {}

  /** Reads the feature files in a folder. */
  public static FeatureReport read(Path folder, String name) throws IOException {
    FeatureReport report = new FeatureReport();
    SampleFolder.read(
        folder,
        name,
        sample -> {
          sample.turns().forEach(report::add);
          report.addFault(sample);
          return true;
        });
    return report;
  }

  private void add(Turn turn) {
    turns++;
    for (Feature feature : Feature.values()) {
      turn.features()
          .ifPresent(
              known ->
                  known
                      .get(feature)
                      .ifPresent(
                          value ->
                              values.computeIfAbsent(feature, f -> new ArrayList<>()).add(value)));
    }
  }

  /** How many turns there were. */
  public long turns() {
    return turns;
  }

  /** A line states each fault of its turns once. */
  private void addFault(Sample sample) {
    sample.turns().stream()
        .flatMap(turn -> turn.fault().stream())
        .findFirst()
        .or(
            () ->
                sample
                    .source()
                    .map(source -> SampleLine.object(source.line()).path("fault").asText())
                    .filter(fault -> !fault.isEmpty()))
        .ifPresent(fault -> faults.merge(fault, 1, Integer::sum));
  }

  /** Writes {@code features.png}, then {@code features.json}. */
  public void write(Path folder) throws IOException {
    if (values.containsKey(DRAWN.get(0))) {
      Charts.png(folder.resolve("features.png"), histogram());
    }
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("turns", turns);
    ObjectNode bad = json.putObject("faults");
    faults.forEach(bad::put);
    ObjectNode features = json.putObject("features");
    values.forEach(
        (feature, numbers) -> {
          ObjectNode node = features.putObject(feature.key());
          summary(numbers).forEach(node::put);
        });
    AtomicFile.write(
        folder.resolve(RunFiles.FEATURES), json.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Double> summary(List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double mean = Arrays.stream(sorted).sum() / sorted.length;
    double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
    Map<String, Double> summary = new LinkedHashMap<>();
    summary.put("mean", mean);
    summary.put("sd", sorted.length < 2 ? 0 : Math.sqrt(squares / (sorted.length - 1)));
    summary.put("min", sorted[0]);
    for (int percent : new int[] {5, 25, 50, 75, 95}) {
      summary.put("p" + percent, sorted[(int) ((sorted.length - 1L) * percent / 100)]);
    }
    summary.put("max", sorted[sorted.length - 1]);
    return summary;
  }

  private XYChart histogram() {
    XYChart chart =
        Charts.xy(1000, 520, "Similarity and synergy over " + turns + " turns", "cosine", "turns");
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisDecimalPattern("0.0");
    double low = TENTH * Math.floor(extreme(false) / TENTH);
    double high = TENTH * (Math.floor(extreme(true) / TENTH) + 1);
    chart.getStyler().setXAxisMin(low);
    chart.getStyler().setXAxisMax(high);
    long tenths = Math.round((high - low) / TENTH);
    Charts.ticks(
        chart, LongStream.rangeClosed(0, tenths).mapToObj(i -> low + i * TENTH).toList(), 0);
    for (Feature feature : DRAWN) {
      if (values.containsKey(feature)) {
        Histogram bins =
            new Histogram(Objects.requireNonNull(values.get(feature)), BINS, low, high);
        List<Double> edges = new ArrayList<>();
        List<Double> counts = new ArrayList<>(bins.getyAxisData());
        for (int i = 0; i <= BINS; i++) {
          edges.add(low + (high - low) * i / BINS);
        }
        counts.add(0.0);
        chart.addSeries(feature.key(), edges, counts).setMarker(SeriesMarkers.NONE);
      }
    }
    return chart;
  }

  /** The lowest or highest number that is drawn. */
  private double extreme(boolean highest) {
    DoubleStream numbers =
        DRAWN.stream()
            .flatMap(feature -> values.getOrDefault(feature, List.of()).stream())
            .mapToDouble(Double::doubleValue);
    return highest ? numbers.max().orElse(1) : numbers.min().orElse(0);
  }

  /** The table. */
  public void print(PrintStream out) {
    out.printf("%n%-18s %10s %10s %10s %10s %10s%n", "feature", "mean", "sd", "p5", "p50", "p95");
    values.forEach(
        (feature, numbers) -> {
          Map<String, Double> s = summary(numbers);
          out.printf(
              "%-18s %10.4f %10.4f %10.4f %10.4f %10.4f%n",
              feature.key(), s.get("mean"), s.get("sd"), s.get("p5"), s.get("p50"), s.get("p95"));
        });
    out.printf("%n%d turns", turns);
    faults.forEach((fault, n) -> out.printf(", %d with %s", n, fault));
    out.println();
    if (faults.keySet().stream().anyMatch(f -> f.contains(SamplePictures.ADDRESS_LABEL))) {
      out.println(
          "Picture addresses (URLs) are not fetched: download the pictures first, and name the"
              + " files.");
    }
  }
}
