package io.seir.ask;

import io.seir.journal.Journal;
import io.seir.model.EndpointException;
import io.seir.model.ModelException;
import io.seir.model.Models;
import io.seir.sample.BadRecord;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.StageUsage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Works on as many samples of a bundle at the same time as the models can take, and emits them from
 * the bundle's thread in the order of arrival. A {@link ModelException} makes a bad record; any
 * other exception cancels the pending work and fails the bundle.
 *
 * <p>Metrics, in the namespace {@code seir.STAGE}: {@code finished}, {@code bad_records}, {@code
 * latency_ms} (per sample).
 */
public abstract class AskingDoFn extends DoFn<Sample, Sample> {
  private static final long serialVersionUID = 1;

  /** Runs in this JVM whose endpoint is gone. */
  private static final Map<String, EndpointException> STOPPED = new ConcurrentHashMap<>();

  /** Number of elements in progress or waiting, per conversation in progress. */
  private static final int IN_HAND = 4;

  private sealed interface Done {
    long millis();
  }

  private record Made(Sample output, long millis) implements Done {}

  private record Failed(BadRecord bad, long millis) implements Done {}

  private record Pending(Future<Done> future, Instant timestamp, BoundedWindow window) {}

  private final String stage;
  private final ModelAccess access;
  private final Counter finished;
  private final Counter badRecords;
  private final Distribution latency;
  private transient @Nullable Models models;
  private transient @Nullable Journal journal;
  private transient @Nullable SharedThreads threads;
  private transient @Nullable Deque<Pending> pending;

  /**
   * @param stage its name in bad records and metrics
   */
  protected AskingDoFn(String stage, ModelAccess access) {
    this.stage = stage;
    this.access = access;
    this.finished = Metrics.counter("seir." + stage, "finished");
    this.badRecords = Metrics.counter("seir." + stage, "bad_records");
    this.latency = Metrics.distribution("seir." + stage, "latency_ms");
  }

  /** Prepares the sample; its last turn is the one to work on. */
  protected Sample begin(Sample sample) throws ModelException {
    return sample;
  }

  /**
   * Does the work on one prepared sample; runs on any thread.
   *
   * @param asker counts the calls for this sample
   */
  protected abstract Sample work(Sample sample, Models models, Asker asker) throws ModelException;

  /** Called on the bundle's thread for every output: the place to count. */
  protected void count(Sample output) {}

  @Setup
  public void setup() {
    Models opened = access.models().open();
    models = opened;
    journal = access.journal().open();
    threads = SharedThreads.borrow(opened.concurrency());
  }

  @StartBundle
  public void startBundle() {
    pending = new ArrayDeque<>();
  }

  @ProcessElement
  public void processElement(ProcessContext context, BoundedWindow window) throws Exception {
    Models ready = Objects.requireNonNull(models);
    Journal calls = Objects.requireNonNull(journal);
    Deque<Pending> waiting = Objects.requireNonNull(pending);
    Sample input = context.element();
    Future<Done> future = Objects.requireNonNull(threads).submit(() -> run(input, ready, calls));
    waiting.add(new Pending(future, context.timestamp(), window));
    // A bundle may be as large as the runner likes (in Flink a whole partition), memory is not.
    // Outputs may only go to the window and time of the element at hand; others wait for the end.
    while (waiting.size() > IN_HAND * ready.concurrency()
        && waiting.element().window().equals(window)
        && waiting.element().timestamp().equals(context.timestamp())) {
      emit(waiting, one -> context.output(one), bad -> context.output(Result.BAD, bad));
    }
  }

  private Done run(Sample input, Models ready, Journal calls) throws IOException {
    // Runners try what they have in hand before they report a failure; it would fail the same way.
    EndpointException stopped = STOPPED.get(access.run());
    if (stopped != null) {
      throw stopped;
    }
    long start = System.nanoTime();
    StageUsage asked = StageUsage.NONE;
    try {
      Sample begun = begin(input);
      Asker asker = asker(begun, ready, calls);
      try {
        return new Made(work(begun, ready, asker), millisSince(start));
      } finally {
        asked = asker.usage();
      }
    } catch (EndpointException e) {
      STOPPED.putIfAbsent(access.run(), e);
      throw e;
    } catch (ModelException e) {
      String detail = Objects.requireNonNullElse(e.getMessage(), e.reason());
      return new Failed(BadRecord.of(stage, e.reason(), detail, input, asked), millisSince(start));
    }
  }

  private Asker asker(Sample sample, Models ready, Journal calls) throws IOException {
    return new Asker(
        ready,
        calls.open(sample.journalName(), stage),
        access.budget(),
        access.replays(),
        sample.seed(),
        Math.max(0, sample.turns().size() - 1),
        stage);
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws Exception {
    Deque<Pending> waiting = Objects.requireNonNull(pending);
    while (!waiting.isEmpty()) {
      Pending one = waiting.element();
      emit(
          waiting,
          made -> context.output(made, one.timestamp(), one.window()),
          bad -> context.output(Result.BAD, bad, one.timestamp(), one.window()));
    }
  }

  /** Waits for the first pending element, counts it and passes it on. */
  private void emit(Deque<Pending> waiting, Consumer<Sample> good, Consumer<BadRecord> bad)
      throws Exception {
    Done done = finished(waiting.element());
    waiting.remove();
    latency.update(done.millis());
    finished.inc();
    if (done instanceof Made made) {
      count(made.output());
      good.accept(made.output());
    } else if (done instanceof Failed failed) {
      badRecords.inc();
      bad.accept(failed.bad());
    }
  }

  /** Waits; if the work failed, cancels everything pending and rethrows. */
  private Done finished(Pending one) throws Exception {
    try {
      return one.future().get();
    } catch (ExecutionException | InterruptedException e) {
      Deque<Pending> waiting = Objects.requireNonNull(pending);
      waiting.forEach(other -> other.future().cancel(true));
      waiting.clear();
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Teardown
  public void teardown() {
    if (pending != null) {
      pending.forEach(one -> one.future().cancel(true)); // a bundle that the runner gave up
    }
    if (threads != null) {
      threads.giveBack();
    }
  }
}
