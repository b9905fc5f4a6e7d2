package io.seir.judge;

import io.seir.ask.Asker;
import io.seir.ask.AskingDoFn;
import io.seir.ask.ModelAccess;
import io.seir.blob.SamplePictures;
import io.seir.model.ModelException;
import io.seir.model.Models;
import io.seir.prompt.PromptSet;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Scores every turn of every sample on the four scales of SynJudge, each with the turns before it
 * as history. A turn that cannot be judged is unscored and says why. A sample becomes a bad record
 * only if it could not be judged yet, for example because the budget is spent.
 *
 * <p>Metrics, in the namespace {@code seir.judge}: {@code model_calls}, {@code unscored_turns}, and
 * those of every stage.
 */
public final class JudgeSamples extends Result.Transform<PCollection<Sample>> {
  private static final long serialVersionUID = 1;

  /** Its name in usage, journal, metrics and bad records. */
  public static final String STAGE = "judge";

  private final Judge judge;
  private final ModelAccess access;
  private final SamplePictures pictures;

  private JudgeSamples(Judge judge, ModelAccess access, SamplePictures pictures) {
    this.judge = judge;
    this.access = access;
    this.pictures = pictures;
  }

  /**
   * Every turn of every sample.
   *
   * @param judge who judges
   * @param access with the model in the judge role
   * @param pictures where the pictures of the samples are
   */
  public static JudgeSamples of(Judge judge, ModelAccess access, SamplePictures pictures) {
    return new JudgeSamples(judge, access, pictures);
  }

  @Override
  public Result expand(PCollection<Sample> samples) {
    return Result.of(
        samples.apply(
            "Judge",
            ParDo.of(new JudgeTurns(judge, access, pictures))
                .withOutputTags(Result.SAMPLES, Result.sides())));
  }

  private static final class JudgeTurns extends AskingDoFn {
    private static final long serialVersionUID = 1;

    private final Judge judge;
    private final PromptSet prompts;
    private final SamplePictures pictures;
    private final Counter calls = Metrics.counter("seir." + STAGE, "model_calls");
    private final Counter unscored = Metrics.counter("seir." + STAGE, "unscored_turns");

    JudgeTurns(Judge judge, ModelAccess access, SamplePictures pictures) {
      super(STAGE, access);
      this.judge = judge;
      this.prompts = access.prompts();
      this.pictures = pictures;
    }

    @Override
    protected Sample work(Sample sample, Models models, Asker asker) throws ModelException {
      List<Verdict> verdicts = judge.judge(new JudgeContext(sample, asker, prompts, pictures));
      if (verdicts.size() != sample.turns().size()) {
        throw new IllegalStateException(
            verdicts.size() + " verdicts for " + sample.turns().size() + " turns");
      }
      List<Turn> judged = new ArrayList<>();
      for (int turn = 0; turn < verdicts.size(); turn++) {
        judged.add(sample.turns().get(turn).withVerdict(verdicts.get(turn)));
      }
      Sample scored = sample.withTurns(judged);
      return asker.usage().models().isEmpty() ? scored : scored.plusUsage(STAGE, asker.usage());
    }

    @Override
    protected void count(Sample judged) {
      if (judged.usage().containsKey(STAGE)) {
        calls.inc(judged.usage().get(STAGE).total().calls());
      }
      unscored.inc(
          judged.turns().stream()
              .filter(turn -> turn.verdict().orElseThrow() instanceof Verdict.Unscored)
              .count());
    }
  }
}
