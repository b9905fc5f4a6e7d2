package io.seir.report;

import io.seir.data.InputException;
import io.seir.input.RatedItems;
import io.seir.judge.Calibration;
import io.seir.judge.CalibrationFit;
import io.seir.judge.ScaleModel;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A calibration learnt from some of the items that were rated, and how well it agrees with the
 * truth on the others.
 */
public final class CalibrationStudy {
  /** The scores of people as truth. */
  public static final String HUMAN = "human";

  /** The scores of a model judge as truth. */
  public static final String JUDGE = "judge";

  /** A feature that a smaller share of the items has is not used. */
  private static final double ENOUGH = 0.1;

  /** Ways to divide items, to see how well scores hold on parts that nothing was learnt from. */
  private static final Map<String, Function<RatedItems.Item, Optional<String>>> OUTSIDE =
      new TreeMap<>(Map.of("system", RatedItems.Item::system, "domain", RatedItems.Item::domain));

  private final String on;
  private final String truth;
  private final double heldOut;
  private final List<RatedItems.Item> items;
  private final List<RatedItems.Item> learn;
  private final List<RatedItems.Item> held;

  /**
   * @param on what to learn from: {@link Calibration#FEATURES} or {@link Calibration#SCORES}
   * @param truth what to learn: {@link #HUMAN} or {@link #JUDGE}
   * @param heldOut share of the items to report on
   * @throws InputException if the items lack what is needed, or are too few
   */
  public CalibrationStudy(String on, String truth, double heldOut, List<RatedItems.Item> all) {
    this.on = on;
    this.truth = truth;
    this.heldOut = heldOut;
    this.items = usable(all);
    this.learn = items.stream().filter(kept(false)).toList();
    this.held = items.stream().filter(kept(true)).toList();
    if (held.size() < CalibrationFit.FEWEST / 2) {
      throw new InputException(
          items.size()
              + " usable items are too few for a calibration: "
              + learn.size()
              + " to learn from (at least "
              + CalibrationFit.FEWEST
              + ") and "
              + held.size()
              + " to report on (at least "
              + CalibrationFit.FEWEST / 2
              + "); add scored items, or change --held-out");
    }
  }

  private List<RatedItems.Item> usable(List<RatedItems.Item> all) {
    Predicate<RatedItems.Item> judged =
        item -> item.judged().size() == JudgeDimension.values().length;
    Predicate<RatedItems.Item> inputs =
        on.equals(Calibration.FEATURES) ? item -> !item.features().isEmpty() : judged;
    Predicate<RatedItems.Item> truths =
        truth.equals(HUMAN)
            ? item -> item.human().size() == JudgeDimension.values().length
            : judged;
    List<RatedItems.Item> items = all.stream().filter(inputs.and(truths)).toList();
    if (items.isEmpty()) {
      String scores = "the scores of " + (truth.equals(HUMAN) ? "people (human)" : "a judge");
      throw new InputException(
          String.format(
              "--items: none of %d items has both %s and %s under the same id: %s; %s",
              all.size(), on, scores, example(on, all, inputs), example(scores, all, truths)));
    }
    return items;
  }

  private static String example(
      String what, List<RatedItems.Item> all, Predicate<RatedItems.Item> has) {
    return all.stream()
        .filter(has)
        .findFirst()
        .map(item -> what + " has '" + item.id() + "'")
        .orElse("none has " + what);
  }

  /**
   * By group: turns and answers with the same name stay together, whatever the order of the files.
   */
  private Predicate<RatedItems.Item> kept(boolean apart) {
    return item -> apart == (Math.floorMod(Seeds.derive(1, item.group()), 1000) < 1000 * heldOut);
  }

  /**
   * The calibration.
   *
   * @param encoder identity of the encoder whose features the items have
   */
  public Calibration fit(String encoder) {
    List<String> inputs = inputs();
    Map<JudgeDimension, ScaleModel> scales = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension dimension : JudgeDimension.values()) {
      try {
        scales.put(dimension, fit(learn, inputs, dimension));
      } catch (IllegalArgumentException e) {
        throw new InputException(dimension + " cannot be calibrated: " + e.getMessage());
      }
    }
    return new Calibration(
        on,
        on.equals(Calibration.FEATURES) ? encoder : "",
        truth,
        learn.size(),
        inputs,
        Calibration.Absent.MEAN,
        scales);
  }

  private List<String> inputs() {
    return on.equals(Calibration.FEATURES) ? features() : List.of("score");
  }

  private ScaleModel fit(
      List<RatedItems.Item> from, List<String> inputs, JudgeDimension dimension) {
    double[][] x =
        from.stream().map(item -> inputs(item, inputs, dimension)).toArray(double[][]::new);
    return CalibrationFit.fit(x, column(from, item -> truth(item, dimension)), groups(from));
  }

  /** The features that enough items have. */
  private List<String> features() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    items.forEach(
        item -> item.features().keySet().forEach(name -> counts.merge(name, 1, Integer::sum)));
    counts.values().removeIf(count -> count < ENOUGH * items.size());
    return List.copyOf(counts.keySet());
  }

  /** How well the calibration, the judge itself, and the mean alone agree with the truth. */
  public AgreementReport report(Calibration calibration) {
    AgreementReport report = new AgreementReport(learn.size(), groups(held));
    for (JudgeDimension dimension : JudgeDimension.values()) {
      ScaleModel model = Objects.requireNonNull(calibration.scales().get(dimension));
      report.add(
          "calibrated",
          dimension,
          column(held, item -> model.predict(inputs(item, calibration.inputs(), dimension))),
          column(held, item -> truth(item, dimension)));
    }
    for (JudgeDimension dimension : JudgeDimension.values()) {
      double[] real = column(held, item -> truth(item, dimension));
      if (truth.equals(HUMAN)
          && held.stream().allMatch(item -> item.judged().containsKey(dimension))) {
        report.add("judge", dimension, column(held, item -> judged(item, dimension)), real);
      }
      double usual =
          Arrays.stream(column(learn, item -> truth(item, dimension))).average().orElse(0);
      report.add("mean alone", dimension, column(held, item -> usual), real);
      report.raters(
          dimension,
          items.stream()
              .map(item -> item.human().get(dimension))
              .filter(Objects::nonNull)
              .toList());
    }
    OUTSIDE.forEach((by, name) -> outside(report, by, name));
    return report;
  }

  /**
   * For every system or domain, how well a calibration learnt only from the others agrees with the
   * truth.
   */
  private void outside(
      AgreementReport report, String by, Function<RatedItems.Item, Optional<String>> name) {
    SortedMap<String, List<RatedItems.Item>> parts = new TreeMap<>();
    items.forEach(
        item ->
            name.apply(item)
                .ifPresent(part -> parts.computeIfAbsent(part, p -> new ArrayList<>()).add(item)));
    parts.forEach(
        (part, own) -> {
          Set<RatedItems.Item> apart = new HashSet<>(own);
          List<RatedItems.Item> others =
              items.stream().filter(item -> !apart.contains(item)).toList();
          if (own.size() < CalibrationFit.FEWEST / 2 || others.size() < CalibrationFit.FEWEST) {
            return;
          }
          for (JudgeDimension dimension : JudgeDimension.values()) {
            double[] real = column(own, item -> truth(item, dimension));
            try {
              ScaleModel model = fit(others, inputs(), dimension);
              double[] predicted =
                  column(own, item -> model.predict(inputs(item, inputs(), dimension)));
              report.outside(
                  by,
                  part,
                  "calibrated on the others",
                  dimension,
                  new AgreementReport.Pairs(predicted, real),
                  groups(own));
            } catch (IllegalArgumentException e) {
              continue; // the others are too much alike to learn from
            }
            if (truth.equals(HUMAN)
                && own.stream().allMatch(item -> item.judged().containsKey(dimension))) {
              report.outside(
                  by,
                  part,
                  "judge",
                  dimension,
                  new AgreementReport.Pairs(column(own, item -> judged(item, dimension)), real),
                  groups(own));
            }
          }
        });
  }

  private double[] inputs(RatedItems.Item item, List<String> names, JudgeDimension dimension) {
    return on.equals(Calibration.SCORES)
        ? new double[] {judged(item, dimension)}
        : names.stream()
            .mapToDouble(name -> item.features().getOrDefault(name, Double.NaN))
            .toArray();
  }

  private double truth(RatedItems.Item item, JudgeDimension dimension) {
    return truth.equals(HUMAN)
        ? Arrays.stream(Objects.requireNonNull(item.human().get(dimension))).average().orElse(0)
        : judged(item, dimension);
  }

  private static double judged(RatedItems.Item item, JudgeDimension dimension) {
    return Objects.requireNonNull(item.judged().get(dimension));
  }

  private static int[] groups(List<RatedItems.Item> items) {
    return items.stream().mapToInt(RatedItems.Item::group).toArray();
  }

  private static double[] column(
      List<RatedItems.Item> items, ToDoubleFunction<RatedItems.Item> value) {
    return items.stream().mapToDouble(value).toArray();
  }
}
