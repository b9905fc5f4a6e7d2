package io.seir.features;

import io.seir.blob.SamplePictures;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.kernels.SharedKernels;
import io.seir.model.ModelException;
import io.seir.model.ModelSource;
import io.seir.model.TextImageEncoder;
import io.seir.sample.BadRecord;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Gathers the turns of a bundle's samples for few, large calls of the kernels. */
final class FeatureDoFn extends DoFn<Sample, Sample> {
  private static final long serialVersionUID = 1;
  private static final String SPACE = "seir." + ExtractFeatures.STAGE;

  /** More than there are cores where those are few, since a picture may come from far away. */
  private static final int READERS = Math.max(8, Runtime.getRuntime().availableProcessors());

  private record Waiting(Sample sample, Instant timestamp, BoundedWindow window) {}

  private interface Out {
    <T> void emit(TupleTag<T> tag, T output, Waiting of);
  }

  private final ModelSource models;
  private final SamplePictures pictures;
  private final KernelSelector.Choice choice;
  private final boolean withRows;
  private final Counter turns = Metrics.counter(SPACE, "turns");
  private final Counter finished = Metrics.counter(SPACE, "finished");
  private final Counter badRecords = Metrics.counter(SPACE, "bad_records");
  private final Counter kernelMicros = Metrics.counter(SPACE, "kernel_micros");
  private final Counter encodeMicros = Metrics.counter(SPACE, "encode_micros");
  private final Counter pictureMicros = Metrics.counter(SPACE, "picture_micros");
  private transient @Nullable ExecutorService pool;
  private transient @Nullable Optional<TextImageEncoder> encoder;
  private transient @Nullable Kernels kernels;
  private transient @Nullable TurnBatch batch;
  private transient @Nullable List<Waiting> waiting;

  FeatureDoFn(
      ModelSource models, SamplePictures pictures, KernelSelector.Choice choice, boolean withRows) {
    this.models = models;
    this.pictures = pictures;
    this.choice = choice;
    this.withRows = withRows;
  }

  @Setup
  public void setup() {
    encoder = models.open().judgeEncoder();
    kernels = SharedKernels.of(choice).kernels();
    pool =
        Executors.newFixedThreadPool(
            READERS,
            run -> {
              Thread thread = new Thread(run, "seir-pictures");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Teardown
  public void teardown() {
    if (pool != null) {
      pool.shutdownNow();
    }
  }

  @StartBundle
  public void startBundle() {
    waiting = new ArrayList<>();
    batch = batch();
  }

  private TurnBatch batch() {
    return new TurnBatch(Objects.requireNonNull(encoder), Objects.requireNonNull(kernels));
  }

  @ProcessElement
  public void processElement(ProcessContext context, BoundedWindow window) {
    List<Waiting> all = Objects.requireNonNull(waiting);
    TurnBatch gathered = Objects.requireNonNull(batch);
    boolean alike =
        all.stream()
            .allMatch(w -> w.window().equals(window) && w.timestamp().equals(context.timestamp()));
    add(gathered, context.element());
    all.add(new Waiting(context.element(), context.timestamp(), window));
    if (alike && gathered.isFull()) {
      flush(
          new Out() {
            @Override
            public <T> void emit(TupleTag<T> tag, T output, Waiting of) {
              context.output(tag, output);
            }
          });
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    flush(
        new Out() {
          @Override
          public <T> void emit(TupleTag<T> tag, T output, Waiting of) {
            context.output(tag, output, of.timestamp(), of.window());
          }
        });
  }

  /** Adds a sample to a batch; others read and decode its pictures. */
  private void add(TurnBatch gathered, Sample sample) {
    Optional<TextImageEncoder> known = Objects.requireNonNull(encoder);
    List<Future<SeenPicture>> shown = new ArrayList<>();
    for (Turn turn : sample.turns()) {
      shown.add(
          turn.image().isPresent()
              ? Objects.requireNonNull(pool)
                  .submit(() -> SeenPicture.of(pictures, sample, turn.image().get(), known))
              : CompletableFuture.completedFuture(SeenPicture.NONE));
    }
    gathered.add(sample, shown);
  }

  private void flush(Out out) {
    List<Waiting> all = Objects.requireNonNull(waiting);
    TurnBatch full = Objects.requireNonNull(batch);
    try {
      int next = 0;
      List<TurnBatch.Extracted> extracted = extract(full);
      for (Waiting one : all) {
        int end = next + one.sample().turns().size();
        emit(one, extracted.subList(next, end), out);
        next = end;
      }
    } catch (ModelException e) {
      all.forEach(one -> alone(one, out));
    }
    startBundle();
  }

  /** Which of a batch's samples the encoder cannot take is found one by one. */
  private void alone(Waiting one, Out out) {
    TurnBatch own = batch();
    add(own, one.sample());
    try {
      emit(one, extract(own), out);
    } catch (ModelException e) {
      String detail = Objects.requireNonNullElse(e.getMessage(), e.reason());
      badRecords.inc();
      out.emit(
          Result.BAD, BadRecord.of(ExtractFeatures.STAGE, e.reason(), detail, one.sample()), one);
    }
  }

  private List<TurnBatch.Extracted> extract(TurnBatch full) throws ModelException {
    List<TurnBatch.Extracted> extracted = full.extract();
    kernelMicros.inc(full.kernelNanos() / 1000);
    encodeMicros.inc(full.encodeNanos() / 1000);
    pictureMicros.inc(full.pictureNanos() / 1000);
    return extracted;
  }

  private void emit(Waiting one, List<TurnBatch.Extracted> extracted, Out out) {
    List<Turn> known = new ArrayList<>();
    for (int turn = 0; turn < extracted.size(); turn++) {
      TurnBatch.Extracted of = extracted.get(turn);
      Turn before = one.sample().turns().get(turn);
      Turn seen = before.image().isPresent() ? before.withoutFault() : before;
      Turn told = of.fault().map(seen::withFault).orElse(seen);
      known.add(told.withFeatures(of.features()));
      if (withRows) {
        out.emit(ExtractFeatures.ROWS, TurnRows.of(one.sample(), turn, of), one);
      }
    }
    turns.inc(known.size());
    finished.inc();
    out.emit(Result.SAMPLES, one.sample().withTurns(known), one);
  }
}
