package io.seir.pipeline;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Counts finished dialogues for the progress display. Stages count what passes through them, which
 * is several turns per dialogue.
 *
 * @param <T> a dialogue, finished or bad
 */
public final class CountEnds<T> extends PTransform<PCollection<T>, PCollection<T>> {
  private static final long serialVersionUID = 1;

  /** Namespace of the counters; no stage has this name. */
  public static final String SPACE = "seir-dialogues";

  /** Counts finished dialogues. */
  public static final String FINISHED = "finished";

  /** Counts those that could not be finished. */
  public static final String BAD = "bad";

  private final String counter;

  private CountEnds(String counter) {
    this.counter = counter;
  }

  static <T> CountEnds<T> as(String counter) {
    return new CountEnds<>(counter);
  }

  @Override
  public PCollection<T> expand(PCollection<T> ended) {
    return ended.apply("Count", ParDo.of(new Count<T>(counter))).setCoder(ended.getCoder());
  }

  private static final class Count<T> extends DoFn<T, T> {
    private static final long serialVersionUID = 1;

    private final Counter ends;

    Count(String counter) {
      this.ends = Metrics.counter(SPACE, counter);
    }

    @ProcessElement
    public void processElement(@Element T ended, OutputReceiver<T> out) {
      ends.inc();
      out.output(ended);
    }
  }
}
