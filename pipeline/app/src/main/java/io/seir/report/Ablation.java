package io.seir.report;

import io.seir.data.SampleFolder;
import io.seir.sample.JudgeDimension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Judged scores of the same dialogues at several depths. */
public final class Ablation {
  private final SortedMap<Integer, Scores> depths;

  /**
   * One depth: for each dimension the mean score over the scored turns of every dialogue, by id.
   */
  public record Scores(Map<JudgeDimension, Map<String, Double>> byDialogue) {}

  /** A paired difference between two depths. */
  public record Gain(JudgeDimension dimension, int from, int to, Interval difference) {}

  /** No refinement. */
  public static final String NONE = "none";

  /** All stages at the greatest depth. */
  public static final String ALL = "all";

  /** What stages give by themselves over {@link #NONE}, paired. */
  public record Alone(String stages, JudgeDimension dimension, Interval mean, Interval gain) {}

  private final SortedMap<String, Scores> alone;
  private final List<Gain> gains;

  public Ablation(SortedMap<Integer, Scores> depths) {
    this(depths, new TreeMap<>());
  }

  /**
   * @param alone scores of {@link #NONE}, {@link #ALL} and each stage by its label; empty if the
   *     stages were not run apart
   */
  public Ablation(SortedMap<Integer, Scores> depths, SortedMap<String, Scores> alone) {
    this.depths = new TreeMap<>(depths);
    this.alone = new TreeMap<>(alone);
    this.gains = allGains();
  }

  /** The scores of a data set. */
  public static Scores read(Path folder) throws IOException {
    Map<JudgeDimension, Map<String, Double>> scores = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension dimension : JudgeDimension.values()) {
      scores.put(dimension, new TreeMap<>());
    }
    SampleFolder.read(
        folder,
        "dialogues",
        sample -> {
          for (JudgeDimension dimension : JudgeDimension.values()) {
            sample.turns().stream()
                .flatMap(turn -> turn.verdict().stream())
                .flatMap(verdict -> verdict.score(dimension).stream().boxed())
                .mapToInt(Integer::intValue)
                .average()
                .ifPresent(
                    mean -> Objects.requireNonNull(scores.get(dimension)).put(sample.id(), mean));
          }
          return true;
        });
    return new Scores(scores);
  }

  /** The depths, ascending. */
  public List<Integer> depths() {
    return List.copyOf(depths.keySet());
  }

  /** Mean of a dimension at a depth, with its interval. */
  public Interval mean(int depth, JudgeDimension dimension) {
    return mean(of(depth, dimension));
  }

  /** Every dimension between every pair of depths, over the dialogues that both have scored. */
  public List<Gain> gains() {
    return gains;
  }

  private List<Gain> allGains() {
    List<Gain> all = new ArrayList<>();
    List<Integer> order = depths();
    for (JudgeDimension dimension : JudgeDimension.values()) {
      for (int a = 0; a < order.size(); a++) {
        for (int b = a + 1; b < order.size(); b++) {
          all.add(gain(dimension, order.get(a), order.get(b)));
        }
      }
    }
    return all;
  }

  /** Every stage alone, none and all, in that order; empty if the stages were not run apart. */
  public List<Alone> alone() {
    List<Alone> all = new ArrayList<>();
    for (String stages : List.of(NONE, "QR", "AR", "IR", ALL)) {
      Scores scores = alone.get(stages);
      for (JudgeDimension dimension : JudgeDimension.values()) {
        if (scores != null) {
          Map<String, Double> after = Objects.requireNonNull(scores.byDialogue().get(dimension));
          Map<String, Double> before =
              Objects.requireNonNull(
                  Objects.requireNonNull(alone.get(NONE)).byDialogue().get(dimension));
          all.add(new Alone(stages, dimension, mean(after), difference(before, after)));
        }
      }
    }
    return all;
  }

  private Gain gain(JudgeDimension dimension, int from, int to) {
    return new Gain(dimension, from, to, difference(of(from, dimension), of(to, dimension)));
  }

  private static Interval mean(Map<String, Double> scores) {
    return Bootstrap.ofMean(scores.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Over the dialogues that both have scored. */
  private static Interval difference(Map<String, Double> before, Map<String, Double> after) {
    return Bootstrap.ofMean(
        before.entrySet().stream()
            .filter(entry -> after.containsKey(entry.getKey()))
            .mapToDouble(
                entry -> Objects.requireNonNull(after.get(entry.getKey())) - entry.getValue())
            .toArray());
  }

  private Map<String, Double> of(int depth, JudgeDimension dimension) {
    return Objects.requireNonNull(
        Objects.requireNonNull(depths.get(depth)).byDialogue().get(dimension));
  }
}
