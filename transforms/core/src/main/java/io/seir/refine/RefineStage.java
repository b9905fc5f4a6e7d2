package io.seir.refine;

import io.seir.ask.Asker;
import io.seir.ask.AskingDoFn;
import io.seir.ask.ModelAccess;
import io.seir.blob.BlobLocation;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.SharedKernels;
import io.seir.model.ModelException;
import io.seir.model.Models;
import io.seir.prompt.PromptSet;
import io.seir.sample.ModelUsage;
import io.seir.sample.Refinement;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Drafts and refines one {@link Stage} of the last turn of every sample. {@link RefineQuestion},
 * {@link RefineAnswer} and {@link RefineImage} are the three stages of the method.
 *
 * <p>Metrics, in the namespace {@code seir.STAGE}: {@code model_calls}, {@code rounds}, {@code
 * prompt_tokens}, {@code completion_tokens}, {@code finished}, {@code bad_records}, {@code
 * latency_ms}; for progress displays, never for results.
 */
public final class RefineStage extends Result.Transform<PCollection<Sample>> {
  private static final long serialVersionUID = 1;

  private final Stage stage;
  private final ModelAccess access;
  private final BlobLocation pictures;
  private final RefinementLoop loop;
  private final RoundScorer scorer;
  private final KernelSelector.Choice kernels;

  private RefineStage(
      Stage stage,
      ModelAccess access,
      BlobLocation pictures,
      RefinementLoop loop,
      RoundScorer scorer,
      KernelSelector.Choice kernels) {
    this.stage = stage;
    this.access = access;
    this.pictures = pictures;
    this.loop = loop;
    this.scorer = scorer;
    this.kernels = kernels;
  }

  /** A stage at the paper's depth that selects the best round and draws no pictures. */
  public static RefineStage of(Stage stage, ModelAccess access) {
    return new RefineStage(
        stage,
        access,
        BlobLocation.NONE,
        new RefinementLoop(
            RefinementConfig.DEFAULT_DEPTH, Selection.BEST, RefinementConfig.DEFAULT_PLATEAU),
        stage.scorer(),
        KernelSelector.Choice.AUTO);
  }

  /**
   * With a maximum number of revisions; 0 means only a first draft.
   *
   * @throws IllegalArgumentException unless 0 to {@link RefinementConfig#MAX_DEPTH}
   */
  public RefineStage withDepth(int depth) {
    RefinementConfig.checkDepth(depth);
    return with(new RefinementLoop(depth, loop.selection(), loop.plateau()));
  }

  /** With a different rule for selecting a round. */
  public RefineStage withSelection(Selection selection) {
    return with(new RefinementLoop(loop.depth(), selection, loop.plateau()));
  }

  /**
   * With {@link Selection#BEST}: stops after this many consecutive revisions rated lower than the
   * best.
   */
  public RefineStage withPlateau(int revisions) {
    RefinementConfig.checkPlateau(revisions);
    return with(new RefinementLoop(loop.depth(), loop.selection(), revisions));
  }

  private RefineStage with(RefinementLoop other) {
    return new RefineStage(stage, access, pictures, other, scorer, kernels);
  }

  /** With a store for every drawn picture, including those not chosen. */
  public RefineStage withPictures(BlobLocation location) {
    return new RefineStage(stage, access, location, loop, scorer, kernels);
  }

  /** With a different score for comparing rounds that the critic did not accept. */
  public RefineStage withScorer(RoundScorer other) {
    return new RefineStage(stage, access, pictures, loop, other, kernels);
  }

  /** With a specific numeric engine instead of the fastest. */
  public RefineStage withKernels(KernelSelector.Choice choice) {
    return new RefineStage(stage, access, pictures, loop, scorer, choice);
  }

  @Override
  public Result expand(PCollection<Sample> samples) {
    return Result.of(
        samples.apply(
            "Refine " + stage.name(),
            ParDo.of(new Refine(this)).withOutputTags(Result.SAMPLES, Result.sides())));
  }

  private static final class Refine extends AskingDoFn {
    private static final long serialVersionUID = 1;

    private final Stage stage;
    private final PromptSet prompts;
    private final BlobLocation pictures;
    private final RefinementLoop loop;
    private final RoundScorer scorer;
    private final KernelSelector.Choice kernels;
    private final Counter calls;
    private final Counter rounds;
    private final Counter promptTokens;
    private final Counter completionTokens;

    Refine(RefineStage how) {
      super(how.stage.name(), how.access);
      this.stage = how.stage;
      this.prompts = how.access.prompts();
      this.pictures = how.pictures;
      this.loop = how.loop;
      this.scorer = how.scorer;
      this.kernels = how.kernels;
      String space = "seir." + stage.name();
      this.calls = Metrics.counter(space, "model_calls");
      this.rounds = Metrics.counter(space, "rounds");
      this.promptTokens = Metrics.counter(space, "prompt_tokens");
      this.completionTokens = Metrics.counter(space, "completion_tokens");
    }

    @Override
    protected Sample begin(Sample sample) throws ModelException {
      return stage.begin(sample);
    }

    @Override
    protected Sample work(Sample sample, Models models, Asker asker) throws ModelException {
      StageContext context =
          new StageContext(
              sample,
              asker,
              prompts,
              pictures.open(),
              models.encoder(),
              () -> SharedKernels.of(kernels).kernels());
      Refinement made = loop.run(stage, scorer, context, asker::usage);
      return sample.withLast(context.turn().with(made));
    }

    @Override
    protected void count(Sample sample) {
      Refinement made = sample.last().flatMap(t -> t.lineageOf(stage.name())).orElseThrow();
      ModelUsage used = made.usage().total();
      calls.inc(used.calls());
      rounds.inc(made.rounds().size() - 1L);
      promptTokens.inc(used.promptTokens());
      completionTokens.inc(used.completionTokens());
    }
  }
}
