package io.seir.score;

import io.seir.blob.BlobLocation;
import io.seir.blob.BlobStore;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.Turn;
import io.seir.judge.JudgedDialogue;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.model.ModelException;
import io.seir.model.ModelSource;
import io.seir.model.Models;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds the features of every turn: encodes answers, captions and pictures with the judge's own
 * encoder (never the critic's, or scores would reward themselves) and runs the kernels, many turns
 * a call. The one step that has use for a GPU: set resource hints here and nowhere else.
 */
public final class ScoreTurns
    extends PTransform<PCollection<JudgedDialogue>, PCollection<JudgedDialogue>> {
  private static final long serialVersionUID = 1;

  private final ModelSource models;
  private final BlobLocation pictures;
  private final KernelSelector.Choice kernels;

  private ScoreTurns(ModelSource models, BlobLocation pictures, KernelSelector.Choice kernels) {
    this.models = models;
    this.pictures = pictures;
    this.kernels = kernels;
  }

  /**
   * @param models whose judge's encoder is used
   * @param pictures where the pictures of the dialogues are
   * @param kernels which engine
   */
  public static ScoreTurns of(
      ModelSource models, BlobLocation pictures, KernelSelector.Choice kernels) {
    return new ScoreTurns(models, pictures, kernels);
  }

  @Override
  public PCollection<JudgedDialogue> expand(PCollection<JudgedDialogue> dialogues) {
    return dialogues
        .apply("Score turns", ParDo.of(new Score(models, pictures, kernels)))
        .setCoder(JsonCoder.of(JudgedDialogue.class));
  }

  /** One engine a class loader and choice; engines are made for many threads. */
  private static final class Engines {
    private static final Map<KernelSelector.Choice, Kernels> OPEN =
        new EnumMap<>(KernelSelector.Choice.class);

    static synchronized Kernels of(KernelSelector.Choice choice) {
      return OPEN.computeIfAbsent(choice, c -> KernelSelector.select(c).kernels());
    }
  }

  private static final class Score extends DoFn<JudgedDialogue, JudgedDialogue> {
    private static final long serialVersionUID = 1;

    /** Turns a call of the kernels. */
    private static final int BATCH = 64;

    private record Waiting(JudgedDialogue judged, Instant timestamp, BoundedWindow window) {}

    @FunctionalInterface
    private interface Out {
      void emit(JudgedDialogue judged, Waiting waiting);
    }

    private final ModelSource models;
    private final BlobLocation pictures;
    private final KernelSelector.Choice choice;
    private final Counter turns = Metrics.counter("seir.score", "turns");
    private transient @Nullable Models opened;
    private transient @Nullable BlobStore store;
    private transient @Nullable Kernels kernels;
    private transient @Nullable TurnBatch batch;
    private transient @Nullable List<Waiting> waiting;

    Score(ModelSource models, BlobLocation pictures, KernelSelector.Choice choice) {
      this.models = models;
      this.pictures = pictures;
      this.choice = choice;
    }

    @Setup
    public void setup() {
      opened = models.open();
      store = pictures.open();
      kernels = Engines.of(choice);
    }

    @StartBundle
    public void startBundle() {
      waiting = new ArrayList<>();
      batch = newBatch();
    }

    private TurnBatch newBatch() {
      return new TurnBatch(
          Objects.requireNonNull(opened).judgeEncoder(), Objects.requireNonNull(kernels));
    }

    @ProcessElement
    public void processElement(ProcessContext context, BoundedWindow window)
        throws IOException, ModelException {
      List<Waiting> all = Objects.requireNonNull(waiting);
      TurnBatch turnBatch = Objects.requireNonNull(batch);
      Waiting one = new Waiting(context.element(), context.timestamp(), window);
      boolean alike =
          all.stream()
              .allMatch(
                  w -> w.window().equals(window) && w.timestamp().equals(context.timestamp()));
      for (Turn turn : context.element().dialogue().turns()) {
        turnBatch.add(turn, Objects.requireNonNull(store).get(turn.image()));
      }
      all.add(one);
      if (alike && turnBatch.size() >= BATCH) {
        flush((judged, w) -> context.output(judged));
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      flush((judged, w) -> context.output(judged, w.timestamp(), w.window()));
    }

    private void flush(Out out) {
      List<TurnFeatures> features = Objects.requireNonNull(batch).features();
      turns.inc(features.size());
      int next = 0;
      for (Waiting one : Objects.requireNonNull(waiting)) {
        int end = next + one.judged().dialogue().turns().size();
        out.emit(one.judged().withFeatures(features.subList(next, end)), one);
        next = end;
      }
      startBundle();
    }
  }
}
