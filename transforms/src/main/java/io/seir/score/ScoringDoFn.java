package io.seir.score;

import io.seir.dialogue.Exchange;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.model.DecodedPicture;
import io.seir.model.ModelException;
import io.seir.model.ModelSource;
import io.seir.model.Models;
import io.seir.model.TextImageEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the turns of the elements of a bundle for few, large calls of the kernels, with the
 * judge's own encoder (never the critic's, or scores would reward themselves).
 *
 * <p>Metrics, in the namespace {@code seir.score}: {@code finished}, {@code turns}, {@code
 * kernel_micros}, {@code encode_micros}.
 */
abstract class ScoringDoFn<I, O> extends DoFn<I, O> {
  private static final long serialVersionUID = 1;

  /**
   * The turns of an element.
   *
   * @param pictures one a turn, or none
   */
  record Turns(String topic, List<Exchange> exchanges, List<Optional<DecodedPicture>> pictures) {}

  /** One engine a class loader and choice; engines are made for many threads. */
  private static final class Engines {
    private static final Map<KernelSelector.Choice, Kernels> OPEN =
        new EnumMap<>(KernelSelector.Choice.class);

    static synchronized Kernels of(KernelSelector.Choice choice) {
      return OPEN.computeIfAbsent(choice, c -> KernelSelector.select(c).kernels());
    }
  }

  private record Waiting<I>(I element, int turns, Instant timestamp, BoundedWindow window) {}

  @FunctionalInterface
  private interface Out<I, O> {
    void emit(O output, Waiting<I> waiting);
  }

  private final ModelSource models;
  private final KernelSelector.Choice choice;
  private final Counter turns = Metrics.counter("seir.score", "turns");
  private final Counter finished = Metrics.counter("seir.score", "finished");
  private final Counter kernelMicros = Metrics.counter("seir.score", "kernel_micros");
  private final Counter encodeMicros = Metrics.counter("seir.score", "encode_micros");
  private transient @Nullable Models opened;
  private transient @Nullable Kernels kernels;
  private transient @Nullable TurnBatch batch;
  private transient @Nullable List<Waiting<I>> waiting;

  ScoringDoFn(ModelSource models, KernelSelector.Choice choice) {
    this.models = models;
    this.choice = choice;
  }

  /** What to score of an element. */
  abstract Turns turns(I element) throws IOException, ModelException;

  /** An element with the features of its turns. */
  abstract O output(I element, List<TurnFeatures> features, List<PairRows> rows);

  @Setup
  public void setup() {
    opened = models.open();
    kernels = Engines.of(choice);
  }

  @StartBundle
  public void startBundle() {
    waiting = new ArrayList<>();
    batch = new TurnBatch(encoder(), Objects.requireNonNull(kernels));
  }

  /** The encoder of the judge. */
  final TextImageEncoder encoder() {
    return Objects.requireNonNull(opened).judgeEncoder();
  }

  @ProcessElement
  public void processElement(ProcessContext context, BoundedWindow window)
      throws IOException, ModelException {
    List<Waiting<I>> all = Objects.requireNonNull(waiting);
    TurnBatch turnBatch = Objects.requireNonNull(batch);
    boolean alike =
        all.stream()
            .allMatch(w -> w.window().equals(window) && w.timestamp().equals(context.timestamp()));
    Turns some = turns(context.element());
    turnBatch.add(some.topic(), some.exchanges(), some.pictures());
    all.add(new Waiting<>(context.element(), some.exchanges().size(), context.timestamp(), window));
    if (alike && turnBatch.isFull()) {
      flush((output, w) -> context.output(output));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws ModelException {
    flush((output, w) -> context.output(output, w.timestamp(), w.window()));
  }

  private void flush(Out<I, O> out) throws ModelException {
    TurnBatch full = Objects.requireNonNull(batch);
    List<TurnFeatures> features = full.features();
    kernelMicros.inc(full.kernelNanos() / 1000);
    encodeMicros.inc(full.encodeNanos() / 1000);
    List<PairRows> rows = full.pairs();
    turns.inc(features.size());
    int next = 0;
    for (Waiting<I> one : Objects.requireNonNull(waiting)) {
      int end = next + one.turns();
      out.emit(output(one.element(), features.subList(next, end), rows.subList(next, end)), one);
      finished.inc();
      next = end;
    }
    startBundle();
  }
}
