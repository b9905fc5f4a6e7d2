package io.seir.estimate;

import io.seir.model.Prices;
import io.seir.sample.ModelUsage;
import io.seir.sample.StageUsage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What observed dialogues took, including those that failed. Only sums are kept, so that any number
 * of dialogues can be observed.
 */
public final class ObservedUse {
  /** Fewer dialogues say too little about how much they differ. */
  public static final int FEWEST = 10;

  private final SortedMap<String, Prices> prices;
  private final SortedMap<Asked, Map<Measure, Series>> parts = new TreeMap<>();
  private final Map<Measure, Series> total = series();
  private final SortedMap<Asked, TreeSet<Measure>> unknown = new TreeMap<>();
  private final Seen seen = new Seen();
  private int mostTurns;
  private long passed;
  private long unfinished;

  /**
   * @param prices of each role, by its key
   */
  public ObservedUse(SortedMap<String, Prices> prices) {
    this.prices = new TreeMap<>(prices);
  }

  private static Map<Measure, Series> series() {
    Map<Measure, Series> all = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      all.put(measure, new Series());
    }
    return all;
  }

  /**
   * Adds a dialogue that was started.
   *
   * @param turns that it was to have
   * @param passes whether it would be accepted
   * @param stages the calls made for it
   */
  public void add(int turns, boolean passes, SortedMap<String, StageUsage> stages) {
    seen.add(turns);
    mostTurns = Math.max(mostTurns, turns);
    passed += passes ? 1 : 0;
    Map<Measure, Double> sums = new EnumMap<>(Measure.class);
    stages.forEach(
        (stage, models) ->
            models
                .models()
                .forEach((role, usage) -> add(new Asked(stage, role), turns, usage, sums)));
    sums.forEach((measure, value) -> of(total, measure).add(turns, value));
  }

  /** Adds a dialogue that failed. */
  public void addUnfinished(int turns, SortedMap<String, StageUsage> stages) {
    unfinished++;
    add(turns, false, stages);
  }

  /** Whether no dialogue was finished, so that nothing is known about what one takes. */
  public boolean nothingFinished() {
    return unfinished == seen.count();
  }

  private void add(Asked asked, int turns, ModelUsage usage, Map<Measure, Double> sums) {
    Prices price = prices.getOrDefault(asked.role(), new Prices.Unknown());
    Map<Measure, Series> part = parts.computeIfAbsent(asked, a -> series());
    for (Measure measure : Measure.values()) {
      OptionalDouble value = measure.of(usage, price);
      if (value.isPresent()) {
        of(part, measure).add(turns, value.getAsDouble());
        sums.merge(measure, value.getAsDouble(), Double::sum);
      } else {
        unknown.computeIfAbsent(asked, a -> new TreeSet<>()).add(measure);
      }
    }
  }

  static Series of(Map<Measure, Series> series, Measure measure) {
    return Objects.requireNonNull(series.get(measure));
  }

  SortedMap<Asked, Map<Measure, Series>> parts() {
    return parts;
  }

  Map<Measure, Series> total() {
    return total;
  }

  /** Whether a measure of a part is unknown for any dialogue. */
  boolean isUnknown(Asked asked, Measure measure) {
    TreeSet<Measure> of = unknown.get(asked);
    return of != null && of.contains(measure);
  }

  Seen seen() {
    return seen;
  }

  /** The number of observed dialogues. */
  public long dialogues() {
    return seen.count();
  }

  /** The number of them that would be accepted. */
  long passed() {
    return passed;
  }

  /**
   * Whether it says enough about dialogues with this many turns: prompts grow with every turn,
   * which dialogues of a single length cannot show.
   */
  public boolean covers(int fewestTurns, int most) {
    boolean oneLength = seen.determinant() == 0;
    return mostTurns >= most && (!oneLength || (fewestTurns == most && mostTurns == most));
  }
}
