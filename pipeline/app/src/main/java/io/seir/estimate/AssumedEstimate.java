package io.seir.estimate;

import io.seir.refine.RefinementConfig;
import io.seir.refine.Selection;
import io.seir.safety.CheckSafety;
import io.seir.sample.ModelUsage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An estimate without any dialogues, from assumed means and an assumed range (docs/estimate.md). It
 * is not a statistic.
 */
public final class AssumedEstimate {
  /**
   * How models are assumed to behave.
   *
   * @param accepted share of reviews that accept a draft
   * @param askedAgain share of calls that are made a second time
   * @param tokens factor on the assumed number of tokens
   * @param passing share of the dialogues that pass --accept
   */
  record Manner(double accepted, double askedAgain, double tokens, double passing) {}

  static final Manner LOW = new Manner(0.8, 0, 0.5, 0.8);
  static final Manner MEAN = new Manner(0.5, 0.02, 1, 0.5);
  static final Manner HIGH = new Manner(0.2, 0.05, 2, 0.2);

  /** Tokens of question, answer and caption that a prompt repeats from each earlier turn. */
  private static final int EARLIER_TURN = 250;

  /** Tokens of a picture shown to a model. */
  private static final int PICTURE = 1000;

  private final PlannedRun run;

  public AssumedEstimate(PlannedRun run) {
    this.run = run;
  }

  /** The assumptions, one line each. */
  public List<String> assumptions() {
    List<String> lines = new ArrayList<>();
    lines.add("assumed, not measured: half of the reviews accept (80 to 20 %),");
    lines.add("half to twice the usual tokens (docs/estimate.md)");
    if (run.acceptance().gates()) {
      lines.add("half of the dialogues pass --accept (80 to 20 %)");
    }
    return lines;
  }

  /** The estimate. */
  public Estimate estimate() {
    Scenario low = new Scenario(LOW);
    Scenario mean = new Scenario(MEAN);
    Scenario high = new Scenario(HIGH);
    SortedMap<Asked, Map<Measure, Range>> parts = new TreeMap<>();
    Map<Measure, Range> total = new EnumMap<>(Measure.class);
    Map<Measure, TreeSet<String>> unknown = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      total.put(measure, Range.of(0));
    }
    for (Asked asked : mean.uses.keySet()) {
      Map<Measure, Range> ranges = new EnumMap<>(Measure.class);
      for (Measure measure : Measure.values()) {
        OptionalDouble middle = mean.of(asked, measure);
        if (middle.isPresent()) {
          Range range =
              new Range(
                  low.of(asked, measure).orElse(0),
                  middle.getAsDouble(),
                  high.of(asked, measure).orElse(0));
          ranges.put(measure, range);
          total.merge(measure, range, Range::plus);
        } else {
          unknown.computeIfAbsent(measure, m -> new TreeSet<>()).add(asked.role());
        }
      }
      parts.put(asked, ranges);
    }
    return new Estimate(
        new Range(low.begun, mean.begun, high.begun),
        new Range(low.turns.turns(), mean.turns.turns(), high.turns.turns()),
        parts,
        total,
        unknown,
        CallBounds.of(run));
  }

  /** The calls of a run whose models behave in a given way. */
  private final class Scenario {
    private final Manner manner;
    private final long begun;
    private final Turns turns;
    private final SortedMap<Asked, ModelUsage> uses = new TreeMap<>();

    Scenario(Manner manner) {
      this.manner = manner;
      this.begun = BegunDialogues.expected(run, manner.passing);
      this.turns = BegunDialogues.turns(run.plan(), 0, new long[] {begun})[0];
      RefinementConfig config = run.refinement();
      text(Asked.QUESTION, config.questionDepth(), new int[] {350, 350, 250}, 50);
      text(Asked.ANSWER, config.answerDepth(), new int[] {450, 650, 700}, 220);
      int depth = config.imageDepth();
      ask(Asked.CAPTION, revisions(depth), 550, 80, 0);
      ask(Asked.PICTURE, 1 + revisions(depth), 0, 0, 1);
      int shown = PICTURE * (1 + Math.min(1, config.historyImages()));
      ask(Asked.LOOK, reviews(depth), 600 + shown, 60, 0);
      ask(Asked.JUDGE, run.judgeCalls(), 800 + PICTURE, 30, 0);
      if (run.details().checksTexts()) {
        double topics = begun / turns.turns();
        ask(Asked.SAFETY, 1 + topics, 200, 20, 0);
      }
      if (run.details().checksPictures()) {
        ask(run.safetyOfPictures(), 1, PICTURE, 20, 0);
      }
    }

    /** Draft, review and revise, with the prompt tokens of each. */
    private void text(Asked asked, int depth, int[] prompts, int reply) {
      ask(asked, 1, prompts[0], reply, 0);
      ask(asked, reviews(depth), prompts[1], 60, 0);
      ask(asked, revisions(depth), prompts[2], reply, 0);
    }

    private void ask(Asked asked, double perTurn, int prompt, int reply, int images) {
      if (perTurn == 0) {
        return;
      }
      double each = perTurn * (1 + manner.askedAgain);
      double calls = each * turns.turns();
      boolean told = prompt > 0 && !asked.stage().equals(CheckSafety.STAGE);
      double history = told ? each * EARLIER_TURN * turns.earlier() : 0;
      uses.merge(
          asked,
          new ModelUsage(
              Math.round(calls),
              0,
              Math.round(manner.tokens * (calls * prompt + history)),
              Math.round(manner.tokens * calls * reply),
              Math.round(calls * images)),
          ModelUsage::plus);
    }

    private double revisions(int depth) {
      return geometric(1, depth);
    }

    private double reviews(int depth) {
      boolean last = run.refinement().selection() == Selection.LAST;
      return depth == 0 ? 0 : geometric(0, last ? depth - 1 : depth);
    }

    /**
     * The sum over rounds of the probability that none of the drafts before the round was accepted.
     */
    private double geometric(int from, int to) {
      double sum = 0;
      for (int round = from; round <= to; round++) {
        sum += Math.pow(1 - manner.accepted, round);
      }
      return sum;
    }

    OptionalDouble of(Asked asked, Measure measure) {
      ModelUsage usage = uses.getOrDefault(asked, ModelUsage.NONE);
      return measure.of(usage, run.prices(asked));
    }
  }
}
