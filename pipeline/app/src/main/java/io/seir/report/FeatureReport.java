package io.seir.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.data.EntryLine;
import io.seir.data.FeatureFiles;
import io.seir.data.RunFolder;
import io.seir.dialogue.JsonCoder;
import java.awt.Color;
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
import java.util.SortedMap;
import java.util.TreeMap;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.Histogram;
import org.knowm.xchart.style.Styler;

/** How the features of a data set are distributed: JSON, table and histogram. */
public final class FeatureReport {
  private static final int BINS = 40;
  private static final List<String> DRAWN =
      List.of("answerImage", "answerCoverage", "captionCoverage", "redundancy");

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
      for (String name : FeatureFiles.NAMES) {
        if (features.has(name)) {
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

  private CategoryChart histogram() {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1000)
            .height(520)
            .title("Similarity and synergy over " + exchanges + " exchanges")
            .xAxisTitle("cosine")
            .yAxisTitle("exchanges")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setOverlapped(true);
    chart.getStyler().setAvailableSpaceFill(0.98);
    chart.getStyler().setXAxisDecimalPattern("0.0");
    chart.getStyler().setXAxisMaxLabelCount(11);
    double low = DRAWN.stream().mapToDouble(name -> extreme(name, false)).min().orElse(0);
    double high = DRAWN.stream().mapToDouble(name -> extreme(name, true)).max().orElse(1);
    for (String name : DRAWN) {
      if (values.containsKey(name)) {
        Histogram bins =
            new Histogram(Objects.requireNonNull(values.get(name)), BINS, low, high + 1e-9);
        chart.addSeries(name, bins.getxAxisData(), bins.getyAxisData());
      }
    }
    return chart;
  }

  private double extreme(String name, boolean highest) {
    List<Double> numbers = values.getOrDefault(name, List.of());
    return highest
        ? numbers.stream().mapToDouble(v -> v).max().orElse(0)
        : numbers.stream().mapToDouble(v -> v).min().orElse(0);
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
