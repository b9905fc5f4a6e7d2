package org.apache.beam.runners.flink.metrics;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.core.DoFnRunner;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reports the counters of a step to Flink while its bundle is being processed.
 *
 * <p>It replaces Beam's class of this name, which does so only at the end of the bundle. In batch
 * mode the bundle is the whole partition and ends with the task, so Flink's web interface and
 * reporters would see the counters for an instant at best.
 */
public final class DoFnRunnerWithMetricsUpdate<InputT, OutputT>
    implements DoFnRunner<InputT, OutputT> {
  private static final long PERIOD_SECONDS = 2;
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final String stepName;
  private final DoFnRunner<InputT, OutputT> delegate;
  private final FlinkMetricContainer container;
  private final DistributionGauges distributions;
  private @Nullable Future<?> updates;

  public DoFnRunnerWithMetricsUpdate(
      String stepName, DoFnRunner<InputT, OutputT> delegate, FlinkMetricContainer container) {
    this.stepName = stepName;
    this.delegate = delegate;
    this.container = container;
    this.distributions = new DistributionGauges(container.getMetricGroup());
  }

  /** Its thread ends with the last bundle, or it would keep the job's class loader. */
  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "metrics of steps");
              thread.setDaemon(true);
              return thread;
            });
    clock.setKeepAliveTime(2 * PERIOD_SECONDS, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  @Override
  public void startBundle() {
    counted(delegate::startBundle);
    // Weak, so that a bundle that nobody ended can go.
    WeakReference<DoFnRunnerWithMetricsUpdate<?, ?>> bundle = new WeakReference<>(this);
    updates =
        CLOCK.scheduleWithFixedDelay(
            () -> tick(bundle), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private static void tick(WeakReference<DoFnRunnerWithMetricsUpdate<?, ?>> bundle) {
    DoFnRunnerWithMetricsUpdate<?, ?> open = bundle.get();
    if (open == null) {
      throw new IllegalStateException("nobody ended the bundle"); // ends the schedule
    }
    open.update();
  }

  /** The container keeps what it gave to Flink in plain maps. */
  private void update() {
    synchronized (container) {
      container.updateMetrics(stepName);
      distributions.update(container.getMetricsContainer(stepName));
    }
  }

  @Override
  public void processElement(WindowedValue<InputT> element) {
    counted(() -> delegate.processElement(element));
  }

  @Override
  public <KeyT> void onTimer(
      String timerId,
      String timerFamilyId,
      KeyT key,
      BoundedWindow window,
      Instant timestamp,
      Instant outputTimestamp,
      TimeDomain timeDomain) {
    counted(
        () ->
            delegate.onTimer(
                timerId, timerFamilyId, key, window, timestamp, outputTimestamp, timeDomain));
  }

  @Override
  public void finishBundle() {
    counted(delegate::finishBundle);
    stop();
    update();
  }

  @Override
  public <KeyT> void onWindowExpiration(BoundedWindow window, Instant timestamp, KeyT key) {
    delegate.onWindowExpiration(window, timestamp, key);
  }

  @Override
  public DoFn<InputT, OutputT> getFn() {
    return delegate.getFn();
  }

  /** Work that counts for the step; the bundle ends with an exception. */
  private void counted(Runnable work) {
    try (Closeable scope =
        MetricsEnvironment.scopedMetricsContainer(container.getMetricsContainer(stepName))) {
      work.run();
    } catch (IOException e) {
      stop();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      stop();
      throw e;
    }
  }

  private void stop() {
    if (updates != null) {
      updates.cancel(false);
      updates = null;
    }
  }
}
