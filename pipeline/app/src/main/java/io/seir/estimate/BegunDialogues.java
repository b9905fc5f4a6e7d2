package io.seir.estimate;

import io.seir.pipeline.DialoguePlan;
import io.seir.pipeline.Span;
import java.util.Arrays;
import java.util.Random;

/**
 * Simulates how many dialogues a run will start, and how many turns these have: the number asked
 * for, or with --accept wave after wave until enough have passed.
 */
final class BegunDialogues {
  private static final int FEW = 200;

  /**
   * Up to this many dialogues, turns are counted one by one; beyond that, the mean is close enough.
   */
  private static final long COUNTED = 1_000_000;

  private final PlannedRun run;
  private final Random random;

  BegunDialogues(PlannedRun run, Random random) {
    this.run = run;
    this.random = random;
  }

  /**
   * Returns one number per draw. For each draw, the share that passes is drawn from what observed
   * dialogues tell about it (normal on the arcsine scale).
   *
   * @param passed of the observed dialogues
   * @param seen dialogues
   * @param ofThisRun how many of these are the run's own first dialogues; 0 if they belong to
   *     another run
   */
  long[] draw(int draws, long passed, long seen, long ofThisRun) {
    long[] begun = new long[draws];
    double angle = Math.asin(Math.sqrt((passed + 0.375) / (seen + 0.75)));
    for (int i = 0; i < draws; i++) {
      double drawn = angle + random.nextGaussian() / (2 * Math.sqrt((double) seen));
      double share = Math.pow(Math.sin(Math.max(0, Math.min(Math.PI / 2, drawn))), 2);
      begun[i] = begun(share, ofThisRun, ofThisRun > 0 ? passed : 0);
    }
    return begun;
  }

  private long begun(double share, long known, long knownToPass) {
    long wanted = run.plan().samples();
    if (!run.acceptance().gates()) {
      return wanted;
    }
    long begun = wanted;
    long accepted = knownToPass + passing(wanted - known, share);
    while (accepted < wanted && begun < run.maxAttempts()) {
      long size =
          Math.min(Span.following(wanted - accepted, accepted, begun), run.maxAttempts() - begun);
      accepted += passing(size, share);
      begun += size;
    }
    return begun;
  }

  /** How many of some pass. */
  private long passing(long of, double share) {
    if (of > FEW) {
      double deviation = Math.sqrt(of * share * (1 - share));
      double drawn = of * share + deviation * random.nextGaussian();
      return Math.max(0, Math.min(of, Math.round(drawn)));
    }
    long passing = 0;
    for (long i = 0; i < of; i++) {
      passing += random.nextDouble() < share ? 1 : 0;
    }
    return passing;
  }

  /** How many dialogues are started if exactly this share passes. */
  static long expected(PlannedRun run, double share) {
    long wanted = run.plan().samples();
    if (!run.acceptance().gates()) {
      return wanted;
    }
    long begun = wanted;
    double accepted = wanted * share;
    while (Math.round(accepted) < wanted && begun < run.maxAttempts()) {
      long size =
          Math.min(
              Span.following(wanted - Math.round(accepted), Math.round(accepted), begun),
              run.maxAttempts() - begun);
      accepted += size * share;
      begun += size;
    }
    return begun;
  }

  /** The turns of the dialogues from one index to before each of others. */
  static Turns[] turns(DialoguePlan plan, long from, long[] to) {
    Integer[] order = new Integer[to.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(to[a], to[b]));
    Turns[] turns = new Turns[to.length];
    Turns sum = Turns.NONE;
    long index = from;
    for (int one : order) {
      long end = plan.fewestTurns() == plan.mostTurns() ? index : Math.min(to[one], COUNTED);
      for (; index < end; index++) {
        sum = sum.plus(plan.turns(index), 1);
      }
      turns[one] = to[one] > index ? rest(plan, sum, to[one] - index) : sum;
    }
    return turns;
  }

  private static Turns rest(DialoguePlan plan, Turns sum, long dialogues) {
    Turns all = Turns.NONE;
    int lengths = plan.mostTurns() - plan.fewestTurns() + 1;
    for (int turns = plan.fewestTurns(); turns <= plan.mostTurns(); turns++) {
      all = all.plus(turns, 1);
    }
    double each = dialogues / (double) lengths;
    return new Turns(sum.turns() + each * all.turns(), sum.earlier() + each * all.earlier());
  }
}
