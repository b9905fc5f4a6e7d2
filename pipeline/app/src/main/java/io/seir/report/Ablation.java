package io.seir.report;

import io.seir.data.SampleFolder;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Judged scores of the same dialogues at several depths. */
public final class Ablation {
  private static final List<String> ALL_SCALES =
      Stream.concat(
              Arrays.stream(JudgeDimension.values()).map(JudgeDimension::name),
              Stream.of(Verdict.QUESTION))
          .toList();

  private final SortedMap<Integer, Scores> depths;

  /** One depth: for each scale the mean score over the scored turns of every dialogue, by id. */
  public record Scores(Map<String, Map<String, Double>> byDialogue) {}

  /** A paired difference between two depths. */
  public record Gain(String dimension, int from, int to, Interval difference) {}

  /** No refinement. */
  public static final String NONE = "none";

  /** All stages at the greatest depth. */
  public static final String ALL = "all";

  /** What each stage gains by itself over {@link #NONE}, paired. */
  public record Alone(String stages, String dimension, Interval mean, Interval gain) {}

  private final SortedMap<String, Scores> alone;
  private final List<Gain> gains;

  public Ablation(SortedMap<Integer, Scores> depths) {
    this(depths, new TreeMap<>());
  }

  /**
   * @param alone scores of {@link #NONE}, {@link #ALL} and each stage by its label; empty if the
   *     stages were not run separately
   */
  public Ablation(SortedMap<Integer, Scores> depths, SortedMap<String, Scores> alone) {
    this.depths = new TreeMap<>(depths);
    this.alone = new TreeMap<>(alone);
    this.gains = allGains();
  }

  /** The scores of a data set. */
  public static Scores read(Path folder) throws IOException {
    Map<String, Map<String, Double>> scores = new TreeMap<>();
    ALL_SCALES.forEach(scale -> scores.put(scale, new TreeMap<>()));
    SampleFolder.read(
        folder,
        "dialogues",
        sample -> {
          for (String scale : ALL_SCALES) {
            sample.turns().stream()
                .flatMap(turn -> turn.verdict().stream())
                .flatMapToDouble(verdict -> score(verdict, scale).stream())
                .average()
                .ifPresent(
                    mean -> Objects.requireNonNull(scores.get(scale)).put(sample.id(), mean));
          }
          return true;
        });
    return new Scores(scores);
  }

  private static OptionalDouble score(Verdict verdict, String scale) {
    if (scale.equals(Verdict.QUESTION)) {
      return verdict.questionRating();
    }
    OptionalInt score = verdict.score(JudgeDimension.valueOf(scale));
    return score.isPresent() ? OptionalDouble.of(score.getAsInt()) : OptionalDouble.empty();
  }

  /** The scales with scores at any depth: the four of SynJudge, and QR if it was asked for. */
  public List<String> scales() {
    return ALL_SCALES.stream()
        .filter(
            scale ->
                depths.values().stream()
                    .anyMatch(s -> !s.byDialogue().getOrDefault(scale, Map.of()).isEmpty()))
        .toList();
  }

  /** The depths, ascending. */
  public List<Integer> depths() {
    return List.copyOf(depths.keySet());
  }

  /** The mean of a dimension at a depth, with its interval. */
  public Interval mean(int depth, String dimension) {
    return mean(of(depth, dimension));
  }

  /** Every dimension between every pair of depths, over the dialogues that both have scored. */
  public List<Gain> gains() {
    return gains;
  }

  private List<Gain> allGains() {
    List<Gain> all = new ArrayList<>();
    List<Integer> order = depths();
    for (String dimension : scales()) {
      for (int a = 0; a < order.size(); a++) {
        for (int b = a + 1; b < order.size(); b++) {
          all.add(gain(dimension, order.get(a), order.get(b)));
        }
      }
    }
    return all;
  }

  /**
   * Every stage alone, none and all, in that order; empty if the stages were not run separately.
   */
  public List<Alone> alone() {
    List<Alone> all = new ArrayList<>();
    for (String stages : List.of(NONE, "QR", "AR", "IR", ALL)) {
      Scores scores = alone.get(stages);
      for (String dimension : scales()) {
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

  private Gain gain(String dimension, int from, int to) {
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

  private Map<String, Double> of(int depth, String dimension) {
    return Objects.requireNonNull(
        Objects.requireNonNull(depths.get(depth)).byDialogue().get(dimension));
  }
}
