package io.seir.judge;

import io.seir.ask.Asker;
import io.seir.ask.Asking;
import io.seir.ask.BadRecords;
import io.seir.ask.ConcurrentDoFn;
import io.seir.blob.EntryPictures;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.Entry;
import io.seir.dialogue.Exchange;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.StageUsage;
import io.seir.model.ModelException;
import io.seir.model.Models;
import io.seir.prompt.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * SynJudge over somebody's answers: a verdict for every exchange, each with those before it as
 * history. An exchange that cannot be judged is unscored and says why; only a spent budget makes a
 * bad record.
 */
public final class JudgeEntries extends PTransform<PCollection<Entry>, PCollection<JudgedEntry>> {
  private static final long serialVersionUID = 1;
  private static final String STAGE = "judge";
  private static final TupleTag<JudgedEntry> MAIN = new TupleTag<>("main") {};

  private final Asking asking;
  private final SynJudge judge;
  private final EntryPictures pictures;
  private final long seed;
  private final transient BadRecords bad;

  private JudgeEntries(
      Asking asking, SynJudge judge, EntryPictures pictures, long seed, BadRecords bad) {
    this.asking = asking;
    this.judge = judge;
    this.pictures = pictures;
    this.seed = seed;
    this.bad = bad;
  }

  /**
   * @param asking whose judge is asked
   * @param seed of the calls' own seeds, with an entry's system and id
   * @param bad takes the entries for which the budget did not last
   */
  public static JudgeEntries of(
      Asking asking, SynJudge judge, EntryPictures pictures, long seed, BadRecords bad) {
    return new JudgeEntries(asking, judge, pictures, seed, bad);
  }

  @Override
  public PCollection<JudgedEntry> expand(PCollection<Entry> entries) {
    return bad.takeFrom(
        entries.apply(
            "Judge",
            ParDo.of(new Judge(asking, judge, pictures, seed))
                .withOutputTags(MAIN, TupleTagList.of(BadRecords.TAG))),
        MAIN,
        JsonCoder.of(JudgedEntry.class));
  }

  private static final class Judge extends ConcurrentDoFn<Entry, JudgedEntry> {
    private static final long serialVersionUID = 1;

    private final SynJudge judge;
    private final EntryPictures pictures;
    private final long seed;
    private final Counter unscored = Metrics.counter("seir." + STAGE, "unscored_turns");

    Judge(Asking asking, SynJudge judge, EntryPictures pictures, long seed) {
      super(STAGE, asking);
      this.judge = judge;
      this.pictures = pictures;
      this.seed = seed;
    }

    @Override
    protected JudgedEntry work(Entry entry, Models models, Asker asker) throws ModelException {
      List<Verdict> verdicts = new ArrayList<>();
      StageUsage usage = StageUsage.NONE;
      for (int t = 0; t < entry.turns().size(); t++) {
        Asker atTurn = asker.atTurn(t);
        Exchange exchange = entry.turns().get(t);
        String history = History.ofExchanges(entry.turns().subList(0, t));
        verdicts.add(verdict(atTurn, entry, exchange, history));
        usage = usage.plus(atTurn.usage());
      }
      return new JudgedEntry(entry, verdicts, usage);
    }

    private Verdict verdict(Asker asker, Entry entry, Exchange exchange, String history)
        throws ModelException {
      try {
        return judge.judge(asker, exchange, pictures.of(entry, exchange), history);
      } catch (EntryPictures.Unreadable e) {
        return new Verdict.Unscored(e.label());
      }
    }

    @Override
    protected Dialogue dialogue(Entry entry) {
      return entry.asDialogue(seed);
    }

    @Override
    protected Map<String, StageUsage> spent(Entry entry) {
      return Map.of();
    }

    @Override
    protected void count(JudgedEntry judged) {
      unscored.inc(judged.verdicts().stream().filter(Verdict.Unscored.class::isInstance).count());
    }
  }
}
