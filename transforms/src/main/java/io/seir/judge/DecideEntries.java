package io.seir.judge;

import io.seir.dialogue.Entry;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.StageUsage;
import io.seir.score.ScoredEntry;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * The first step of a cascade: the fast judge decides the clear cases, where the error to expect is
 * small enough; the rest goes on to the model judge.
 */
public final class DecideEntries extends PTransform<PCollection<ScoredEntry>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** Decided. */
  public static final TupleTag<JudgedEntry> DECIDED = new TupleTag<>("decided") {};

  /** For the model judge. */
  public static final TupleTag<Entry> OPEN = new TupleTag<>("open") {};

  private final FastJudge judge;
  private final double most;

  /**
   * @param most error to expect of a clear case, in points; infinite to decide all
   */
  public DecideEntries(FastJudge judge, double most) {
    this.judge = judge;
    this.most = most;
  }

  @Override
  public PCollectionTuple expand(PCollection<ScoredEntry> scored) {
    PCollectionTuple parts =
        scored.apply(
            "Decide",
            ParDo.of(new Decide(judge, most)).withOutputTags(DECIDED, TupleTagList.of(OPEN)));
    parts.get(DECIDED).setCoder(JsonCoder.of(JudgedEntry.class));
    parts.get(OPEN).setCoder(JsonCoder.of(Entry.class));
    return parts;
  }

  private static final class Decide extends DoFn<ScoredEntry, JudgedEntry> {
    private static final long serialVersionUID = 1;

    private final FastJudge judge;
    private final double most;
    private transient @Nullable Calibration calibration;

    Decide(FastJudge judge, double most) {
      this.judge = judge;
      this.most = most;
    }

    @Setup
    public void setup() {
      calibration = Calibration.parse(judge.json());
    }

    @ProcessElement
    public void processElement(@Element ScoredEntry scored, MultiOutputReceiver out) {
      FastJudge.Judgement judgement = FastJudge.judge(Objects.requireNonNull(calibration), scored);
      if (judgement.error() <= most) {
        out.get(DECIDED)
            .output(new JudgedEntry(scored.entry(), judgement.verdicts(), StageUsage.NONE));
      } else {
        out.get(OPEN).output(scored.entry());
      }
    }
  }
}
