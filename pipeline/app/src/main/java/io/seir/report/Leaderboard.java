package io.seir.report;

import io.seir.data.SampleFolder;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.io.IOException;
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
 * Judged answers by system: mean, variance and 95 % bootstrap interval over items, for each
 * dimension and for the mean of the four (a dialogue's turns are averaged first, because they are
 * not independent). Unscored turns are counted separately and are not part of any mean.
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
   * @param scored items with at least one scored turn
   * @param unscored turns, by reason
   */
  public record Standing(
      String system,
      int scored,
      SortedMap<String, Integer> unscored,
      Map<String, Measure> measures) {}

  /** How much better {@code a} is than {@code b} on the items that both have answered. */
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

  /** Reads the judged files in a folder. */
  public static Leaderboard read(Path folder, String name) throws IOException {
    Leaderboard board = new Leaderboard();
    SampleFolder.read(
        folder,
        name,
        sample -> {
          board.add(sample);
          return true;
        });
    return board;
  }

  private void add(Sample sample) {
    System system = systems.computeIfAbsent(sample.system().orElse(""), name -> new System());
    List<double[]> turns = new ArrayList<>();
    for (Turn turn : sample.turns()) {
      Verdict verdict = turn.verdict().orElse(null);
      if (verdict instanceof Verdict.Unscored unscored) {
        system.unscored.merge(unscored.reason(), 1, Integer::sum);
      } else if (verdict instanceof Verdict.Scored scored) {
        decided.merge(scored.by(), 1, Integer::sum);
        turns.add(measured(scored));
      }
    }
    if (!turns.isEmpty()) {
      double[] mean = new double[MEASURES.size()];
      for (double[] turn : turns) {
        for (int d = 0; d < mean.length; d++) {
          mean[d] += turn[d] / turns.size();
        }
      }
      system.items.put(sample.id(), mean);
    }
  }

  private static double[] measured(Verdict.Scored scored) {
    double[] scores = new double[MEASURES.size()];
    for (JudgeDimension dimension : JudgeDimension.values()) {
      double score = Objects.requireNonNull(scored.expected().get(dimension));
      scores[dimension.ordinal()] = score;
      scores[MEASURES.size() - 1] += score / (MEASURES.size() - 1);
    }
    return scores;
  }

  /** Scored turns by which judge decided. */
  public SortedMap<String, Integer> decided() {
    return new TreeMap<>(decided);
  }

  /** The systems, best overall mean first; systems without scores last. */
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
