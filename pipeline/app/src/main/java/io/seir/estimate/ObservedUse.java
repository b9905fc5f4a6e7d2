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
 * What dialogues were seen to take, those that came to nothing included. Sums alone are kept, so
 * that it may be of any number of dialogues.
 */
public final class ObservedUse {
  /** Fewer tell too little of how much dialogues differ. */
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
   * A dialogue that was begun.
   *
   * @param turns that it was to have
   * @param passes whether it would be taken
   * @param stages what was asked for it
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

  /** The same of a dialogue that came to nothing. */
  public void addUnfinished(int turns, SortedMap<String, StageUsage> stages) {
    unfinished++;
    add(turns, false, stages);
  }

  /** Whether no dialogue was finished, so that nothing is known of what one takes. */
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

  /** How many dialogues were seen. */
  public long dialogues() {
    return seen.count();
  }

  /** How many of them would be taken. */
  long passed() {
    return passed;
  }

  /**
   * Whether it tells enough of dialogues of these turns: prompts grow with every turn, which
   * dialogues of one length cannot show.
   */
  public boolean covers(int fewestTurns, int most) {
    boolean oneLength = seen.determinant() == 0;
    return mostTurns >= most && (!oneLength || (fewestTurns == most && mostTurns == most));
  }
}
