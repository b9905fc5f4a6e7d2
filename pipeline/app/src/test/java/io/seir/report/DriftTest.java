package io.seir.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.data.InputException;
import io.seir.input.RatedItems;
import io.seir.sample.JudgeDimension;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether a drift check says what its interval promises, with judges whose habits are known. */
class DriftTest {
  private static final int ANCHORS = 100;
  private static final double NOISE = 0.6;

  private static double whole(double score) {
    return Math.max(0, Math.min(5, Math.rint(score)));
  }

  /** What a judge says of anchors, whose true scores are spread over the scale. */
  private static List<RatedItems.Item> judging(
      double[] truth, Random random, double shift, double noise) {
    List<RatedItems.Item> items = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      Map<JudgeDimension, Double> judged = new EnumMap<>(JudgeDimension.class);
      Map<JudgeDimension, double[]> human = new EnumMap<>(JudgeDimension.class);
      for (JudgeDimension scale : JudgeDimension.values()) {
        double moved = scale == JudgeDimension.ICC ? shift : 0;
        judged.put(scale, whole(truth[i] + moved + noise * random.nextGaussian()));
        human.put(scale, new double[] {whole(truth[i])});
      }
      items.add(
          new RatedItems.Item(
              "a" + i, Optional.empty(), Optional.empty(), i, Map.of(), judged, human));
    }
    return items;
  }

  private static double[] truth(Random random) {
    return random.doubles(ANCHORS, 1, 5).toArray();
  }

  /** Of 1000 checks of a judge that has not changed, few more than 5 % may call it drifted. */
  @Test
  void aJudgeThatHasNotChangedIsLeftInPeace() {
    int alarms = 0;
    int missed = 0;
    int trials = 1000;
    for (int trial = 0; trial < trials; trial++) {
      Random random = new Random(trial);
      double[] truth = truth(random);
      Drift drift = new Drift(judging(truth, random, 0, NOISE), judging(truth, random, 0, NOISE));
      alarms += drift.drifted() ? 1 : 0;
      missed +=
          drift.changes().stream().anyMatch(c -> c.interval().low() > 0 || c.interval().high() < 0)
              ? 1
              : 0;
    }
    assertTrue(alarms <= 0.065 * trials, alarms + " false alarms");
    assertTrue(missed >= 0.01 * trials, "the intervals are not needlessly wide: " + missed);
    assertTrue(missed <= 0.065 * trials, missed + " times an interval did not hold the truth");
  }

  /** One who has become milder on one scale, or careless on all, is found. */
  @Test
  void oneThatHasChangedIsFound() {
    int milder = 0;
    int careless = 0;
    int trials = 200;
    for (int trial = 0; trial < trials; trial++) {
      Random random = new Random(trial);
      double[] truth = truth(random);
      List<RatedItems.Item> before = judging(truth, random, 0, NOISE);
      Drift shifted = new Drift(before, judging(truth, random, 0.5, NOISE));
      milder +=
          shifted.changes().stream()
                  .filter(Drift.Change::drifted)
                  .anyMatch(c -> c.scale() == JudgeDimension.ICC && c.what().equals("score"))
              ? 1
              : 0;
      Drift blind = new Drift(before, judging(truth, random, 0, 2 * NOISE));
      careless +=
          blind.changes().stream()
                  .filter(Drift.Change::drifted)
                  .anyMatch(c -> c.what().equals("error"))
              ? 1
              : 0;
    }
    assertTrue(milder >= 0.9 * trials, milder + " of " + trials);
    assertTrue(careless >= 0.9 * trials, careless + " of " + trials);
  }

  @Test
  void theSameScoresAreNoDriftAndTooFewSayNothing() {
    List<RatedItems.Item> items = judging(truth(new Random(1)), new Random(2), 0, NOISE);
    Drift same = new Drift(items, items);
    assertFalse(same.drifted());
    assertEquals(8, same.changes().size());
    List<RatedItems.Item> few = items.subList(0, Drift.FEWEST - 1);
    InputException refused = assertThrows(InputException.class, () -> new Drift(items, few));
    assertTrue(refused.getMessage().startsWith("19 anchors"), refused.getMessage());
  }
}
