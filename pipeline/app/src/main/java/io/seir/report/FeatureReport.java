package io.seir.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.data.EntryLine;
import io.seir.data.FeatureFiles;
import io.seir.data.RunFolder;
import io.seir.dialogue.JsonCoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  private static final List<String> DRAWN =
      List.of("answerImage", "answerCoverage", "captionCoverage", "redundancy");

  /** Of the picture: they are 0 where there is none, and enter no mean. */
  private static final Set<String> OF_PICTURE =
      Set.of(
          "answerCoverage",
          "captionCoverage",
          "answerGrounding",
          "captionGrounding",
          "complement",
          "answerImage",
          "captionImage",
          "questionShown",
          "questionImage",
          "topicImage",
          "earlierImage",
          "sharpness",
          "noise",
          "contrast",
          "clipped",
          "colourfulness",
          "blockiness");

  /** All 0 for no picture at all (and for one of a single grey). */
  private static final List<String> QUALITY =
      List.of("sharpness", "noise", "contrast", "clipped", "colourfulness", "blockiness");

  private final Map<String, List<Double>> values = new LinkedHashMap<>();
  private final SortedMap<String, Integer> faults = new TreeMap<>();
  private long exchanges;

  private FeatureReport() {}

  /** Of the files of features in a folder. */
  public static FeatureReport read(Path folder, String name) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name + "-*.jsonl")) {
      found.forEach(files::add);
    }
    FeatureReport report = new FeatureReport();
    for (Path file : files) {
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        String line;
        while ((line = lines.readLine()) != null) {
          report.add(EntryLine.object(line));
        }
      }
    }
    return report;
  }

  private void add(JsonNode line) {
    if (line.has("fault")) {
      faults.merge(line.path("fault").asText(), 1, Integer::sum);
    }
    JsonNode all = line.path("features");
    for (JsonNode features : all.isArray() ? all : List.of(all)) {
      exchanges++;
      boolean pictured =
          !features.has(QUALITY.get(0))
              || QUALITY.stream().anyMatch(name -> features.path(name).doubleValue() != 0);
      for (String name : FeatureFiles.NAMES) {
        if (features.has(name) && (pictured || !OF_PICTURE.contains(name))) {
          values
              .computeIfAbsent(name, n -> new ArrayList<>())
              .add(features.path(name).doubleValue());
        }
      }
    }
  }

  /** Writes {@code features.png}, then {@code features.json}. */
  public void write(Path folder) throws IOException {
    if (values.containsKey(DRAWN.get(0))) {
      Charts.png(folder.resolve("features.png"), histogram());
    }
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("exchanges", exchanges);
    ObjectNode bad = json.putObject("faults");
    faults.forEach(bad::put);
    ObjectNode features = json.putObject("features");
    values.forEach(
        (name, numbers) -> {
          ObjectNode node = features.putObject(name);
          summary(numbers).forEach(node::put);
        });
    AtomicFile.write(
        folder.resolve(RunFolder.FEATURES), json.toPrettyString().getBytes(StandardCharsets.UTF_8));
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
        Charts.xy(
            1000,
            520,
            "Similarity and synergy over " + exchanges + " exchanges",
            "cosine",
            "exchanges");
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
    for (String name : DRAWN) {
      if (values.containsKey(name)) {
        Histogram bins = new Histogram(Objects.requireNonNull(values.get(name)), BINS, low, high);
        List<Double> edges = new ArrayList<>();
        List<Double> counts = new ArrayList<>(bins.getyAxisData());
        for (int i = 0; i <= BINS; i++) {
          edges.add(low + (high - low) * i / BINS);
        }
        counts.add(0.0);
        chart.addSeries(name, edges, counts).setMarker(SeriesMarkers.NONE);
      }
    }
    return chart;
  }

  /** The lowest or highest number that is drawn. */
  private double extreme(boolean highest) {
    DoubleStream numbers =
        DRAWN.stream()
            .flatMap(name -> values.getOrDefault(name, List.of()).stream())
            .mapToDouble(Double::doubleValue);
    return highest ? numbers.max().orElse(1) : numbers.min().orElse(0);
  }

  /** The table. */
  public void print(PrintStream out) {
    out.printf("%n%-18s %10s %10s %10s %10s %10s%n", "feature", "mean", "sd", "p5", "p50", "p95");
    values.forEach(
        (name, numbers) -> {
          Map<String, Double> s = summary(numbers);
          out.printf(
              "%-18s %10.4f %10.4f %10.4f %10.4f %10.4f%n",
              name, s.get("mean"), s.get("sd"), s.get("p5"), s.get("p50"), s.get("p95"));
        });
    out.printf("%n%d exchanges", exchanges);
    faults.forEach((fault, n) -> out.printf(", %d with %s", n, fault));
    out.println();
  }
}
