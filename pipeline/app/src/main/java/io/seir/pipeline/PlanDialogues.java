package io.seir.pipeline;

import io.seir.ask.BadRecords;
import io.seir.dialogue.BadRecord;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.DialogueSeed;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Begins the dialogues of a wave. They are handed out in ranges: on the DirectRunner each becomes
 * one bundle of the later stages, so it should be enough to do at once; where bundles are the
 * runner's affair, many small ones spread better.
 */
public final class PlanDialogues extends PTransform<PBegin, PCollection<Dialogue>> {
  private static final long serialVersionUID = 1;

  /** Enough dialogues for a bundle. */
  public static final int MOST_IN_RANGE = 64;

  private static final int RANGES = 256;

  private static final TupleTag<Dialogue> MAIN = new TupleTag<>("main") {};

  private final RunPlan plan;
  private final Wave wave;
  private final int range;
  private final transient BadRecords bad;

  PlanDialogues(RunPlan plan, Wave wave, int range, BadRecords bad) {
    this.plan = plan;
    this.wave = wave;
    this.range = range;
    this.bad = bad;
  }

  /** So small that a cluster gets some hundred ranges of a run, and no more than a bundle. */
  public static int spread(long samples) {
    return (int) Math.max(1, Math.min(MOST_IN_RANGE, samples / RANGES));
  }

  @Override
  public PCollection<Dialogue> expand(PBegin begin) {
    List<KV<Long, Long>> ranges = new ArrayList<>();
    for (long from = wave.from(); from < wave.to(); from += range) {
      ranges.add(KV.of(from, Math.min(wave.to(), from + range)));
    }
    return bad.takeFrom(
        begin
            .apply(
                "Ranges",
                Create.of(ranges).withCoder(KvCoder.of(VarLongCoder.of(), VarLongCoder.of())))
            .apply("A bundle a range", Reshuffle.viaRandomKey())
            .apply(
                "Seeds",
                ParDo.of(new Plan(plan)).withOutputTags(MAIN, TupleTagList.of(BadRecords.TAG))),
        MAIN,
        JsonCoder.of(Dialogue.class));
  }

  private static final class Plan extends DoFn<KV<Long, Long>, Dialogue> {
    private static final long serialVersionUID = 1;

    private final RunPlan plan;

    Plan(RunPlan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void processElement(@Element KV<Long, Long> range, MultiOutputReceiver out) {
      for (DialogueSeed seed : plan.seeds(range.getKey(), range.getValue())) {
        Optional<BadRecord> fault = fault(seed);
        if (fault.isPresent()) {
          out.get(BadRecords.TAG).output(fault.get());
        } else {
          out.get(MAIN).output(Dialogue.begin(seed));
        }
      }
    }

    private static Optional<BadRecord> fault(DialogueSeed seed) {
      String text = seed.topic().text();
      if (text.isBlank()) {
        return Optional.of(bad(seed, seed.topic(), "topic_empty", "the topic is empty"));
      }
      if (text.length() > Topic.MAX_LENGTH) {
        String detail =
            "the topic has " + text.length() + " characters, at most " + Topic.MAX_LENGTH;
        Topic shortened =
            new Topic(
                seed.topic().domain(),
                seed.topic().category(),
                text.substring(0, Topic.MAX_LENGTH) + "…");
        return Optional.of(bad(seed, shortened, "topic_too_long", detail));
      }
      return Optional.empty();
    }

    private static BadRecord bad(DialogueSeed seed, Topic topic, String reason, String detail) {
      DialogueSeed kept =
          new DialogueSeed(seed.id(), seed.index(), seed.seed(), topic, seed.templates());
      return new BadRecord(seed.id(), "topic", reason, detail, kept, Map.of());
    }
  }
}
