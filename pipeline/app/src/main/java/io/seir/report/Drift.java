package io.seir.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.data.InputException;
import io.seir.input.RatedItems;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Tests whether a judge scores a fixed set of anchors as it did before. The same anchors are judged
 * both times, so the differences are tested, in which an anchor's own difficulty cancels out: on
 * each scale the mean change of the score and, if people have scored the anchors, the mean change
 * of the absolute error against them. A judge has drifted if the interval of a mean change of the
 * scores does not contain zero, or if its error has grown by more than the interval allows.
 *
 * <p>Intervals are Student's over groups (turns of one dialogue are averaged first), at 95 % for
 * all of them together (Bonferroni): a judge that has not changed is reported as drifted in at most
 * one check in twenty.
 */
public final class Drift {
  /** Its file. */
  public static final String FILE = "drift.json";

  /** Minimum number of anchors for a meaningful test. */
  public static final int FEWEST = 20;

  private static final double WRONG = 0.05;

  /**
   * A change on one scale.
   *
   * @param what {@code score} or {@code error}
   * @param interval of the mean change
   * @param drifted whether it shows that the judge has changed
   */
  public record Change(JudgeDimension scale, String what, Interval interval, boolean drifted) {}

  /** One anchor, judged then and now. */
  private record Pair(RatedItems.Item then, RatedItems.Item now) {}

  private final List<Change> changes = new ArrayList<>();
  private final int anchors;
  private final int unscored;

  /**
   * @param then the anchors with their scores, and human scores if there are any
   * @param now the same, judged again
   * @throws InputException if too few anchors were scored both times
   */
  public Drift(List<RatedItems.Item> then, List<RatedItems.Item> now) {
    check(then);
    Map<String, RatedItems.Item> again = new HashMap<>();
    now.forEach(item -> again.put(withoutSystem(item), item)); // one that a folder's name stood for
    now.forEach(item -> again.put(item.id(), item));
    List<RatedItems.Item> scored = then.stream().filter(Drift::scored).toList();
    List<Pair> pairs = new ArrayList<>();
    for (RatedItems.Item item : scored) {
      RatedItems.Item same = again.get(item.id());
      if (same != null && scored(same)) {
        pairs.add(new Pair(item, same));
      }
    }
    this.anchors = pairs.size();
    this.unscored = scored.size() - anchors;
    check(pairs.stream().map(Pair::then).toList(), "scored then and now");
    boolean human = pairs.stream().allMatch(pair -> complete(pair.then().human()));
    int tests = JudgeDimension.values().length * (human ? 2 : 1);
    for (JudgeDimension scale : JudgeDimension.values()) {
      Interval score =
          interval(pairs, pair -> judged(pair.now(), scale) - judged(pair.then(), scale), tests);
      changes.add(new Change(scale, "score", score, score.low() > 0 || score.high() < 0));
      if (human) {
        Interval error =
            interval(
                pairs,
                pair ->
                    Math.abs(judged(pair.now(), scale) - human(pair.then(), scale))
                        - Math.abs(judged(pair.then(), scale) - human(pair.then(), scale)),
                tests);
        changes.add(new Change(scale, "error", error, error.low() > 0));
      }
    }
  }

  /**
   * Checks that there are enough anchors, before any is judged again.
   *
   * @throws InputException if there are not
   */
  public static void check(List<RatedItems.Item> then) {
    check(then.stream().filter(Drift::scored).toList(), "scored");
  }

  private static void check(List<RatedItems.Item> items, String how) {
    long groups = items.stream().map(RatedItems.Item::group).distinct().count();
    if (groups < FEWEST) {
      throw new InputException(
          groups
              + " anchors are "
              + how
              + " (all turns of a dialogue count as one), too few to tell drift from chance; give"
              + " at least "
              + FEWEST);
    }
  }

  private static String withoutSystem(RatedItems.Item item) {
    return item.system()
        .filter(name -> item.id().startsWith(name + " "))
        .map(name -> item.id().substring(name.length() + 1))
        .orElse(item.id());
  }

  private static boolean scored(RatedItems.Item item) {
    return complete(item.judged());
  }

  private static boolean complete(Map<JudgeDimension, ?> scores) {
    return scores.size() == JudgeDimension.values().length;
  }

  private static double judged(RatedItems.Item item, JudgeDimension scale) {
    return Objects.requireNonNull(item.judged().get(scale));
  }

  private static double human(RatedItems.Item item, JudgeDimension scale) {
    return Arrays.stream(Objects.requireNonNull(item.human().get(scale))).average().orElse(0);
  }

  private static Interval interval(List<Pair> pairs, ToDoubleFunction<Pair> change, int tests) {
    SortedMap<Integer, List<Double>> groups = new TreeMap<>();
    pairs.forEach(
        pair ->
            groups
                .computeIfAbsent(pair.then().group(), group -> new ArrayList<>())
                .add(change.applyAsDouble(pair)));
    double[] means =
        groups.values().stream()
            .mapToDouble(group -> group.stream().mapToDouble(d -> d).average().orElse(0))
            .toArray();
    return interval(means, tests);
  }

  /**
   * The interval of the mean of independent changes, when this many intervals should hold jointly.
   */
  static Interval interval(double[] changes, int tests) {
    int n = changes.length;
    double mean = Arrays.stream(changes).average().orElse(0);
    double squares = Arrays.stream(changes).map(d -> (d - mean) * (d - mean)).sum();
    double half =
        n < 2
            ? Double.POSITIVE_INFINITY
            : new TDistribution(n - 1).inverseCumulativeProbability(1 - WRONG / (2 * tests))
                * Math.sqrt(squares / (n - 1) / n);
    return new Interval(mean, mean - half, mean + half, n);
  }

  /** All changes, by scale. */
  public List<Change> changes() {
    return List.copyOf(changes);
  }

  /** Whether the judge has changed. */
  public boolean drifted() {
    return changes.stream().anyMatch(Change::drifted);
  }

  /** Writes {@value #FILE} and prints the table. */
  public void write(Path folder, PrintStream out) throws IOException {
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("anchors", anchors).put("unscoredNow", unscored).put("drifted", drifted());
    json.put("interval", "Student's, of the paired change, 95 % for all together (Bonferroni)");
    ObjectNode scales = json.putObject("changes");
    out.printf(
        "%nMean change over %d anchors that were judged again%s [95 %% interval]:%n",
        anchors, unscored == 0 ? "" : " (" + unscored + " more could not be scored this time)");
    for (Change change : changes) {
      ((ObjectNode) scales.withObject("/" + change.scale()))
          .putObject(change.what())
          .put("change", change.interval().mean())
          .put("low", change.interval().low())
          .put("high", change.interval().high())
          .put("drifted", change.drifted());
      out.printf(
          Locale.ROOT,
          "%-4s %-28s %+.2f [%+.2f, %+.2f]%s%n",
          change.scale(),
          change.what().equals("score") ? "score" : "error against people",
          change.interval().mean(),
          change.interval().low(),
          change.interval().high(),
          change.drifted() ? "  drifted" : "");
    }
    AtomicFile.write(folder.resolve(FILE), json.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }
}
