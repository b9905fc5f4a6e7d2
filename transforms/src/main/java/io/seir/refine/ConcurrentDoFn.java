package io.seir.refine;

import io.seir.dialogue.BadRecord;
import io.seir.dialogue.DialogueSeed;
import io.seir.model.ModelException;
import io.seir.model.ModelSource;
import io.seir.model.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Works on the elements of a bundle at the same time, as many as the models take at once, and emits
 * from the bundle's thread when the bundle ends. A {@link ModelException} makes a bad record; any
 * other exception fails the bundle, after what is pending was cancelled.
 *
 * <p>Metrics, in the namespace {@code seir.STAGE}: {@code finished}, {@code bad_records}, {@code
 * latency_ms} (per element).
 */
public abstract class ConcurrentDoFn<I, O> extends DoFn<I, O> {
  private static final long serialVersionUID = 1;

  private record Done<O>(@Nullable O output, @Nullable BadRecord bad, long millis) {}

  private record Pending<O>(Future<Done<O>> future, Instant timestamp, BoundedWindow window) {}

  private final String stage;
  private final ModelSource source;
  private final Counter finished;
  private final Counter badRecords;
  private final Distribution latency;
  private transient @Nullable Models models;
  private transient @Nullable ExecutorService threads;
  private transient @Nullable List<Pending<O>> pending;

  /**
   * @param stage its name in bad records and metrics
   */
  protected ConcurrentDoFn(String stage, ModelSource source) {
    this.stage = stage;
    this.source = source;
    this.finished = Metrics.counter("seir." + stage, "finished");
    this.badRecords = Metrics.counter("seir." + stage, "bad_records");
    this.latency = Metrics.distribution("seir." + stage, "latency_ms");
  }

  /** The work on one element; runs on any thread. */
  protected abstract O work(I input, Models models) throws ModelException;

  /** The dialogue that an element belongs to. */
  protected abstract DialogueSeed seed(I input);

  /** Called on the bundle's thread for every output: the place to count. */
  protected void count(O output) {}

  @Setup
  public void setup() {
    models = source.open();
    threads = Executors.newFixedThreadPool(models.concurrency());
  }

  @StartBundle
  public void startBundle() {
    pending = new ArrayList<>();
  }

  @ProcessElement
  public void processElement(@Element I input, @Timestamp Instant timestamp, BoundedWindow window) {
    Models ready = Objects.requireNonNull(models);
    Future<Done<O>> future = Objects.requireNonNull(threads).submit(() -> run(input, ready));
    Objects.requireNonNull(pending).add(new Pending<>(future, timestamp, window));
  }

  private Done<O> run(I input, Models ready) {
    long start = System.nanoTime();
    O output = null;
    BadRecord bad = null;
    try {
      output = work(input, ready);
    } catch (ModelException e) {
      String detail = Objects.requireNonNullElse(e.getMessage(), e.reason());
      bad = new BadRecord(seed(input).id(), stage, e.reason(), detail, seed(input));
    }
    return new Done<>(output, bad, (System.nanoTime() - start) / 1_000_000);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws Exception {
    List<Pending<O>> waiting = Objects.requireNonNull(pending);
    try {
      for (Pending<O> one : waiting) {
        emit(one, one.future().get(), context);
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      waiting.forEach(one -> one.future().cancel(true));
      pending = null;
    }
  }

  private void emit(Pending<O> one, Done<O> done, FinishBundleContext context) {
    latency.update(done.millis());
    finished.inc();
    if (done.output() != null) {
      count(done.output());
      context.output(done.output(), one.timestamp(), one.window());
    } else if (done.bad() != null) {
      badRecords.inc();
      context.output(BadRecords.TAG, done.bad(), one.timestamp(), one.window());
    }
  }

  @Teardown
  public void teardown() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
