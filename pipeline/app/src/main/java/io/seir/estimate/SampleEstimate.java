package io.seir.estimate;

import io.seir.sample.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Scales up what some dialogues took. The range is a 99 % prediction interval for the whole run:
 * dialogues differ (their variance per turn in the sample), the mean of few dialogues is uncertain
 * (Student's distribution), and with --accept it is not yet known how many will be started.
 */
public final class SampleEstimate {
  private static final int DRAWS = 4_000;

  private final PlannedRun run;
  private final ObservedUse observed;
  private final long done;
  private final Random random;

  /**
   * @param done how many of the run's own first dialogues were observed, whose cost is known; 0 if
   *     those observed are of another run
   */
  public SampleEstimate(PlannedRun run, ObservedUse observed, long done) {
    this.run = run;
    this.observed = observed;
    this.done = done;
    this.random = new Random(Seeds.derive(run.plan().seed(), "estimate"));
  }

  /** The estimate. */
  public Estimate estimate() {
    long[] begun =
        new BegunDialogues(run, random).draw(DRAWS, observed.passed(), observed.dialogues(), done);
    Turns[] turns = BegunDialogues.turns(run.plan(), done, begun);
    SortedMap<Asked, Map<Measure, Range>> parts = new TreeMap<>();
    Map<Measure, List<String>> unknown = new EnumMap<>(Measure.class);
    observed
        .parts()
        .forEach(
            (asked, series) -> {
              Map<Measure, Range> ranges = new EnumMap<>(Measure.class);
              for (Measure measure : Measure.values()) {
                if (observed.isUnknown(asked, measure)) {
                  unknown.computeIfAbsent(measure, m -> new ArrayList<>()).add(asked.role());
                } else {
                  ranges.put(measure, range(series, measure, turns));
                }
              }
              parts.put(asked, ranges);
            });
    Map<Measure, Range> total = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      total.put(measure, range(observed.total(), measure, turns));
    }
    Map<Measure, TreeSet<String>> named = new EnumMap<>(Measure.class);
    unknown.forEach((measure, roles) -> named.put(measure, new TreeSet<>(roles)));
    double[] dialogues = new double[DRAWS];
    double[] allTurns = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      dialogues[i] = begun[i];
      allTurns[i] = turns[i].turns() + (done > 0 ? observed.seen().turns().turns() : 0);
    }
    return new Estimate(
        Range.of(mean(dialogues), dialogues),
        Range.of(mean(allTurns), allTurns),
        parts,
        total,
        named,
        CallBounds.of(run));
  }

  private Range range(Map<Measure, Series> all, Measure measure, Turns[] turns) {
    Series series = ObservedUse.of(all, measure);
    double calls = ObservedUse.of(all, Measure.CALLS).sum();
    double one = calls == 0 ? 0 : series.sum() / calls;
    Series.Fit fit = series.new Fit(observed.seen(), measure.growsWithHistory(), one);
    double known = done > 0 ? series.sum() : 0;
    double[] values = new double[turns.length];
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      Series.Prediction rest = fit.predict(turns[i]);
      mean += known + rest.mean();
      values[i] = known + drawn(rest);
    }
    return Range.of(mean / values.length, values);
  }

  /** Log-normal, because sums of calls are never negative and are skewed to the right. */
  private double drawn(Series.Prediction rest) {
    return rest.mean() <= 0
        ? 0
        : rest.mean() * Math.exp(rest.deviation() / rest.mean() * random.nextGaussian());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** How many dialogues are wanted. */
  public long samples() {
    return run.plan().samples();
  }

  /** The share of the observed dialogues that would be accepted; absent if all are. */
  public OptionalDouble passing() {
    return run.acceptance().gates()
        ? OptionalDouble.of(observed.passed() / (double) observed.dialogues())
        : OptionalDouble.empty();
  }
}
