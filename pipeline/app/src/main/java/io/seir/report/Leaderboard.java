package io.seir.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.blob.Locations;
import io.seir.data.EntryLine;
import io.seir.judge.JudgeDimension;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judged answers by system: of each dimension, and of the mean of the four, mean, variance and 95 %
 * bootstrap interval over items (a dialogue's turns are averaged first, they are not independent).
 * What is unscored is counted apart and enters no mean.
 */
public final class Leaderboard {
  /** The mean of the four scales. */
  public static final String OVERALL = "overall";

  /** Names of the measures: the scales, then {@link #OVERALL}. */
  public static final List<String> MEASURES = measures();

  /** A mean with its interval, and the variance of the items. */
  public record Measure(Interval mean, double variance) {}

  /**
   * One system.
   *
   * @param scored items with at least one scored exchange
   * @param unscored exchanges that are not, by reason
   */
  public record Standing(
      String system,
      int scored,
      SortedMap<String, Integer> unscored,
      Map<String, Measure> measures) {}

  /** How much better {@code a} is than {@code b} on the items that both have. */
  public record Difference(String a, String b, String measure, Interval difference) {}

  private static final class System {
    private final SortedMap<String, double[]> items = new TreeMap<>();
    private final SortedMap<String, Integer> unscored = new TreeMap<>();
  }

  private final SortedMap<String, System> systems = new TreeMap<>();
  private final SortedMap<String, Integer> decided = new TreeMap<>();

  private static List<String> measures() {
    List<String> names = new ArrayList<>();
    for (JudgeDimension dimension : JudgeDimension.values()) {
      names.add(dimension.name());
    }
    names.add(OVERALL);
    return List.copyOf(names);
  }

  /** Of the judged files in a folder. */
  public static Leaderboard read(Path folder, String name) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name + "-*.jsonl")) {
      found.forEach(files::add);
    }
    files.sort(Comparator.comparing(Locations::name));
    Leaderboard board = new Leaderboard();
    for (Path file : files) {
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        String line;
        while ((line = lines.readLine()) != null) {
          board.add(EntryLine.object(line));
        }
      }
    }
    return board;
  }

  private void add(JsonNode line) {
    System system = systems.computeIfAbsent(line.path("model").asText(), name -> new System());
    JsonNode said = line.path("synjudge");
    List<double[]> turns = new ArrayList<>();
    for (JsonNode turn : said.isArray() ? said : List.of(said)) {
      if (turn.has("unscored")) {
        system.unscored.merge(turn.path("unscored").asText(), 1, Integer::sum);
        continue;
      }
      decided.merge(turn.path("by").asText(), 1, Integer::sum);
      double[] scores = new double[MEASURES.size()];
      for (int d = 0; d < MEASURES.size() - 1; d++) {
        scores[d] = turn.path(MEASURES.get(d)).asDouble();
        scores[MEASURES.size() - 1] += scores[d] / (MEASURES.size() - 1);
      }
      turns.add(scores);
    }
    if (!turns.isEmpty()) {
      double[] mean = new double[MEASURES.size()];
      for (double[] turn : turns) {
        for (int d = 0; d < mean.length; d++) {
          mean[d] += turn[d] / turns.size();
        }
      }
      system.items.put(line.path("id").asText(), mean);
    }
  }

  /** Scored exchanges by who decided. */
  public SortedMap<String, Integer> decided() {
    return new TreeMap<>(decided);
  }

  /** The systems, best overall mean first; one without any score last. */
  public List<Standing> standings() {
    List<Standing> standings = new ArrayList<>();
    systems.forEach(
        (name, system) -> {
          Map<String, Measure> measures = new LinkedHashMap<>();
          for (int d = 0; d < MEASURES.size(); d++) {
            measures.put(MEASURES.get(d), measure(column(system.items, d)));
          }
          standings.add(new Standing(name, system.items.size(), system.unscored, measures));
        });
    standings.sort(
        Comparator.comparingDouble(
                (Standing s) ->
                    s.scored() == 0
                        ? Double.NEGATIVE_INFINITY
                        : Objects.requireNonNull(s.measures().get(OVERALL)).mean().mean())
            .reversed()
            .thenComparing(Standing::system));
    return standings;
  }

  private static double[] column(SortedMap<String, double[]> items, int d) {
    return items.values().stream().mapToDouble(scores -> scores[d]).toArray();
  }

  private static Measure measure(double[] values) {
    Interval mean = Bootstrap.ofMean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean.mean()) * (value - mean.mean());
    }
    return new Measure(mean, values.length < 2 ? 0 : squares / (values.length - 1));
  }

  /** Every pair of systems on the items that both have scored, paired by id. */
  public List<Difference> differences() {
    List<Difference> differences = new ArrayList<>();
    List<String> order = standings().stream().map(Standing::system).toList();
    for (int a = 0; a < order.size(); a++) {
      for (int b = a + 1; b < order.size(); b++) {
        SortedMap<String, double[]> first = items(order.get(a));
        SortedMap<String, double[]> second = items(order.get(b));
        List<String> common = first.keySet().stream().filter(second::containsKey).toList();
        for (int d = 0; d < MEASURES.size() && !common.isEmpty(); d++) {
          int measure = d;
          double[] values =
              common.stream()
                  .mapToDouble(
                      id ->
                          Objects.requireNonNull(first.get(id))[measure]
                              - Objects.requireNonNull(second.get(id))[measure])
                  .toArray();
          differences.add(
              new Difference(
                  order.get(a), order.get(b), MEASURES.get(d), Bootstrap.ofMean(values)));
        }
      }
    }
    return differences;
  }

  private SortedMap<String, double[]> items(String system) {
    return Objects.requireNonNull(systems.get(system)).items;
  }
}
