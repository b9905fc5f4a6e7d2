package io.seir.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.model.Prices;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DialoguePlan;
import io.seir.pipeline.RunDetails;
import io.seir.pipeline.Span;
import io.seir.refine.RefinementConfig;
import io.seir.sample.ModelUsage;
import io.seir.sample.StageUsage;
import io.seir.sample.Topic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How often the range of an estimate holds what dialogues of known chances then take. */
class SampleEstimateTest {
  private static final int RUNS = 200;
  private static final int SEEN = 16;
  private static final SortedMap<String, Prices> PRICES =
      new TreeMap<>(
          java.util.Map.of(
              "language", new Prices.Known(BigDecimal.ONE, BigDecimal.TEN, BigDecimal.ZERO)));

  /** A dialogue that takes so much. */
  private record Dialogue(int turns, long calls, long prompt, boolean passes) {
    ModelUsage usage() {
      return new ModelUsage(calls, 0, prompt, 20 * calls, 0);
    }

    void addTo(ObservedUse use) {
      StageUsage asked = StageUsage.NONE.plus("language", usage());
      use.add(turns, passes, new TreeMap<>(java.util.Map.of("question", asked)));
    }
  }

  private static PlannedRun run(long seed, String accept) {
    DialoguePlan plan =
        new DialoguePlan(seed, 100, 1, 4, List.of(Topic.of("t")), List.of("What of ***?"));
    return new PlannedRun(
        plan,
        RefinementConfig.ofDepth(3),
        0,
        new Acceptance(accept),
        accept.isEmpty() ? 100 : 1000,
        new RunDetails(PRICES, new TreeMap<>()));
  }

  /** Some dialogues are hard throughout: their turns are not independent. */
  private static Dialogue dialogue(int turns, Random random) {
    double accepted = random.nextBoolean() ? 0.8 : 0.4;
    long calls = 0;
    long prompt = 0;
    for (int turn = 0; turn < turns; turn++) {
      long now = 2;
      while (now < 8 && random.nextDouble() > accepted) {
        now += 2;
      }
      calls += now;
      prompt += now * (400 + 250 * turn);
    }
    return new Dialogue(turns, calls, prompt, random.nextDouble() < 0.5);
  }

  /** How many dialogues are begun until enough have passed. */
  private static List<Dialogue> all(PlannedRun run, Random random) {
    List<Dialogue> begun = new ArrayList<>();
    long passed = 0;
    long end = run.plan().samples();
    while (begun.size() < end) {
      for (long i = begun.size(); i < end; i++) {
        begun.add(dialogue(run.plan().turns(i), random));
        passed += begun.get(begun.size() - 1).passes ? 1 : 0;
      }
      if (run.acceptance().gates() && passed < run.plan().samples()) {
        end += Span.following(run.plan().samples() - passed, passed, end);
      }
    }
    return begun;
  }

  private static Estimate estimate(PlannedRun run, List<Dialogue> seen, long done) {
    ObservedUse use = new ObservedUse(PRICES);
    seen.forEach(dialogue -> dialogue.addTo(use));
    return new SampleEstimate(run, use, done).estimate();
  }

  private static void holdsAsOftenAsItSays(String accept, boolean own) {
    int calls = 0;
    int prompts = 0;
    int costs = 0;
    double width = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      PlannedRun run = run(seed, accept);
      Random random = new Random(seed);
      List<Dialogue> all = all(run, random);
      List<Dialogue> others = all(run(seed + RUNS, accept), random);
      Estimate estimate = estimate(run, (own ? all : others).subList(0, SEEN), own ? SEEN : 0);
      ModelUsage sum = all.stream().map(Dialogue::usage).reduce(ModelUsage.NONE, ModelUsage::plus);
      double cost = PRICES.get("language").cost(sum).orElseThrow().doubleValue();
      calls += of(estimate, Measure.CALLS).holds(sum.calls()) ? 1 : 0;
      prompts += of(estimate, Measure.PROMPT_TOKENS).holds(sum.promptTokens()) ? 1 : 0;
      costs += of(estimate, Measure.COST).holds(cost) ? 1 : 0;
      width += of(estimate, Measure.CALLS).halfWidth() / RUNS;
    }
    String told =
        String.format(
            "%s %s: of %d the range held %d times the calls, %d the prompt tokens, %d the cost; it"
                + " was ±%.0f %% wide",
            accept, own ? "own" : "others", RUNS, calls, prompts, costs, 100 * width);
    System.out.println(told);
    for (int held : new int[] {calls, prompts, costs}) {
      assertTrue(held >= 0.95 * RUNS, told);
    }
    assertTrue(calls + prompts + costs < 3 * RUNS, "a range that nothing can miss: " + told);
    assertTrue(width < (accept.isEmpty() ? 0.5 : 1.5), told);
  }

  private static Range of(Estimate estimate, Measure measure) {
    return Objects.requireNonNull(estimate.total().get(measure));
  }

  @Test
  void theRangeHoldsAsOftenAsItSays() {
    holdsAsOftenAsItSays("", true);
    holdsAsOftenAsItSays("", false);
    holdsAsOftenAsItSays("its>=4", true);
  }

  @Test
  void whatIsDoneIsKnownAndNothingIsLeftToGuess() {
    PlannedRun run = run(1, "");
    List<Dialogue> all = all(run, new Random(1));
    Estimate estimate = estimate(run, all, all.size());
    Range calls = of(estimate, Measure.CALLS);
    assertEquals(all.stream().mapToLong(Dialogue::calls).sum(), calls.mean());
    assertEquals(calls.low(), calls.high());
  }

  /** Twenty dialogues of one call each do not show that none will ever be asked again. */
  @Test
  void sameDialoguesStillLeaveARange() {
    List<Dialogue> same = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      same.add(new Dialogue(1 + i % 4, 4 * (1 + i % 4), 100, true));
    }
    Range calls = of(estimate(run(1, ""), same, 0), Measure.CALLS);
    assertTrue(calls.high() > calls.mean() + 2, calls.toString());
    assertTrue(calls.halfWidth() < 0.1, calls.toString());
  }

  @Test
  void whatHasNoPriceOrCountIsLeftOutAndNamed() {
    ObservedUse use = new ObservedUse(PRICES);
    for (int i = 0; i < 10; i++) {
      StageUsage asked =
          StageUsage.NONE
              .plus("language", new ModelUsage(2, 0, 100, 10, 0))
              .plus("vision", new ModelUsage(1, 1, 0, 0, 0));
      use.add(1 + i % 4, true, new TreeMap<>(java.util.Map.of("image", asked)));
    }
    Estimate estimate = new SampleEstimate(run(1, ""), use, 0).estimate();
    assertEquals(Set.of("vision"), estimate.unknown().get(Measure.COST));
    assertEquals(Set.of("vision"), estimate.unknown().get(Measure.PROMPT_TOKENS));
    var vision = Objects.requireNonNull(estimate.parts().get(new Asked("image", "vision")));
    assertFalse(vision.containsKey(Measure.COST));
    assertEquals(100, of(estimate, Measure.CALLS).mean() / 3, 12);
    assertTrue(of(estimate, Measure.COST).mean() > 0);
  }

  @Test
  void quantilesAreAsInTheTables() {
    assertEquals(3.707, Student.quantile(6), 0.02);
    assertEquals(3.169, Student.quantile(10), 0.005);
    assertEquals(2.678, Student.quantile(50), 0.001);
  }
}
