package io.seir.pipeline;

import io.seir.data.SampleFiles;
import io.seir.sample.BadRecord;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;

/**
 * Starts the dialogues of a wave, handed out in ranges. On a runner that keeps bundles, each range
 * becomes one bundle of the later stages, so it should hold enough work for all calls at once; on
 * other runners, many small ranges spread better.
 */
public final class PlanDialogues extends Result.Transform<PBegin> {
  private static final long serialVersionUID = 1;
  private static final String STAGE = "topic";
  private static final int RANGES = 256;

  private final DialoguePlan plan;
  private final Wave wave;
  private final int range;

  private PlanDialogues(DialoguePlan plan, Wave wave, int range) {
    this.plan = plan;
    this.wave = wave;
    this.range = range;
  }

  /**
   * The plans of a wave.
   *
   * @param range number of dialogues handed out together
   */
  public static PlanDialogues of(DialoguePlan plan, Wave wave, int range) {
    return new PlanDialogues(plan, wave, range);
  }

  /**
   * Small enough that a cluster gets a few hundred ranges per run, and never more than a bundle.
   */
  public static int spread(long samples) {
    return (int) Math.max(1, Math.min(SampleFiles.SAMPLES_IN_RANGE, samples / RANGES));
  }

  @Override
  public Result expand(PBegin begin) {
    List<KV<Long, Long>> ranges = new ArrayList<>();
    for (long from = wave.from(); from < wave.to(); from += range) {
      ranges.add(KV.of(from, Math.min(wave.to(), from + range)));
    }
    return Result.of(
        begin
            .apply(
                "Ranges",
                Create.of(ranges).withCoder(KvCoder.of(VarLongCoder.of(), VarLongCoder.of())))
            .apply("A bundle per range", Reshuffle.viaRandomKey())
            .apply(
                "Seeds", ParDo.of(new Plan(plan)).withOutputTags(Result.SAMPLES, Result.sides())));
  }

  private static final class Plan extends DoFn<KV<Long, Long>, Sample> {
    private static final long serialVersionUID = 1;

    private final DialoguePlan plan;

    Plan(DialoguePlan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void processElement(@Element KV<Long, Long> range, MultiOutputReceiver out) {
      for (Sample sample : plan.samples(range.getKey(), range.getValue())) {
        Optional<BadRecord> fault = fault(sample, sample.topic().orElseThrow());
        if (fault.isPresent()) {
          out.get(Result.BAD).output(fault.get());
        } else {
          out.get(Result.SAMPLES).output(sample);
        }
      }
    }

    private static Optional<BadRecord> fault(Sample sample, Topic topic) {
      String text = topic.text();
      if (text.isBlank()) {
        return Optional.of(BadRecord.of(STAGE, "topic_empty", "the topic is empty", sample));
      }
      if (text.length() > Topic.MAX_LENGTH) {
        return Optional.of(
            BadRecord.of(
                STAGE,
                "topic_too_long",
                "the topic has " + text.length() + " characters, at most " + Topic.MAX_LENGTH,
                sample.withTopic(topic.withText(text.substring(0, Topic.MAX_LENGTH) + "…"))));
      }
      return Optional.empty();
    }
  }
}
