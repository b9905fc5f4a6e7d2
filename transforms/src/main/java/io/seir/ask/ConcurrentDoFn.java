package io.seir.ask;

import io.seir.dialogue.BadRecord;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.Spent;
import io.seir.dialogue.StageUsage;
import io.seir.journal.Journal;
import io.seir.model.EndpointException;
import io.seir.model.ModelException;
import io.seir.model.Models;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
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
 * from the bundle's thread, in the order of arrival. A {@link ModelException} makes a bad record;
 * any other exception fails the bundle, after what is pending was cancelled.
 *
 * <p>Metrics, in the namespace {@code seir.STAGE}: {@code finished}, {@code bad_records}, {@code
 * latency_ms} (per element).
 */
public abstract class ConcurrentDoFn<I, O> extends DoFn<I, O> {
  private static final long serialVersionUID = 1;

  /** Runs of this JVM whose endpoint is gone. */
  private static final Map<String, EndpointException> STOPPED = new ConcurrentHashMap<>();

  /** Elements at work or waiting their turn, for every conversation at work. */
  private static final int IN_HAND = 4;

  private sealed interface Done<O> {
    long millis();
  }

  private record Made<O>(O output, long millis) implements Done<O> {}

  private record Failed<O>(BadRecord bad, long millis) implements Done<O> {}

  private record Pending<O>(Future<Done<O>> future, Instant timestamp, BoundedWindow window) {}

  private final String stage;
  private final Asking asking;
  private final Counter finished;
  private final Counter badRecords;
  private final Distribution latency;
  private transient @Nullable Models models;
  private transient @Nullable Journal journal;
  private transient @Nullable SharedThreads threads;
  private transient @Nullable Deque<Pending<O>> pending;

  /**
   * @param stage its name in bad records and metrics
   */
  protected ConcurrentDoFn(String stage, Asking asking) {
    this.stage = stage;
    this.asking = asking;
    this.finished = Metrics.counter("seir." + stage, "finished");
    this.badRecords = Metrics.counter("seir." + stage, "bad_records");
    this.latency = Metrics.distribution("seir." + stage, "latency_ms");
  }

  /**
   * The work on one element; runs on any thread.
   *
   * @param asker counts what is asked for this element
   */
  protected abstract O work(I input, Models models, Asker asker) throws ModelException;

  /** The dialogue that an element belongs to. */
  protected abstract Dialogue dialogue(I input);

  /** What the dialogue had asked of the models before this stage. */
  protected abstract Map<String, StageUsage> spent(I input);

  /** Called on the bundle's thread for every output: the place to count. */
  protected void count(O output) {}

  @Setup
  public void setup() {
    Models opened = asking.models().open();
    models = opened;
    journal = asking.journal().open();
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
    Deque<Pending<O>> waiting = Objects.requireNonNull(pending);
    I input = context.element();
    Future<Done<O>> future = Objects.requireNonNull(threads).submit(() -> run(input, ready, calls));
    waiting.add(new Pending<>(future, context.timestamp(), window));
    // A bundle may be as large as the runner likes (in Flink a whole partition), memory is not.
    // Outputs may only go to the window and time of the element at hand; others wait for the end.
    while (waiting.size() > IN_HAND * ready.concurrency()
        && waiting.element().window().equals(window)
        && waiting.element().timestamp().equals(context.timestamp())) {
      Done<O> done = finished(waiting.element());
      waiting.remove();
      count(done);
      if (done instanceof Made<O> made) {
        context.output(made.output());
      } else if (done instanceof Failed<O> failed) {
        context.output(BadRecords.TAG, failed.bad());
      }
    }
  }

  private Done<O> run(I input, Models ready, Journal calls) throws IOException {
    // Runners try what they have in hand before they report a failure; it would fail the same way.
    EndpointException stopped = STOPPED.get(asking.run());
    if (stopped != null) {
      throw stopped;
    }
    long start = System.nanoTime();
    Dialogue dialogue = dialogue(input);
    Asker asker =
        new Asker(
            ready,
            calls.open(dialogue.seed().id(), stage),
            asking.budget(),
            asking.replays(),
            dialogue.seed().seed(),
            dialogue.turns().size(),
            stage);
    try {
      return new Made<>(work(input, ready, asker), millisSince(start));
    } catch (EndpointException e) {
      STOPPED.putIfAbsent(asking.run(), e);
      throw e;
    } catch (ModelException e) {
      String detail = Objects.requireNonNullElse(e.getMessage(), e.reason());
      return new Failed<>(
          new BadRecord(
              dialogue.seed().id(),
              stage,
              e.reason(),
              detail,
              dialogue.seed(),
              Spent.plus(spent(input), stage, asker.usage())),
          millisSince(start));
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws Exception {
    Deque<Pending<O>> waiting = Objects.requireNonNull(pending);
    while (!waiting.isEmpty()) {
      Pending<O> one = waiting.element();
      Done<O> done = finished(one);
      waiting.remove();
      count(done);
      if (done instanceof Made<O> made) {
        context.output(made.output(), one.timestamp(), one.window());
      } else if (done instanceof Failed<O> failed) {
        context.output(BadRecords.TAG, failed.bad(), one.timestamp(), one.window());
      }
    }
  }

  /** Waits; if the work failed, cancels all that is pending and throws what it threw. */
  private Done<O> finished(Pending<O> one) throws Exception {
    try {
      return one.future().get();
    } catch (ExecutionException | InterruptedException e) {
      Deque<Pending<O>> waiting = Objects.requireNonNull(pending);
      waiting.forEach(other -> other.future().cancel(true));
      waiting.clear();
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void count(Done<O> done) {
    latency.update(done.millis());
    finished.inc();
    if (done instanceof Made<O> made) {
      count(made.output());
    } else {
      badRecords.inc();
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
