package io.seir.refine;

import io.seir.ask.Asker;
import io.seir.ask.Asking;
import io.seir.ask.BadRecords;
import io.seir.ask.ConcurrentDoFn;
import io.seir.blob.BlobLocation;
import io.seir.dialogue.AnswerDraft;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.Entry;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.StageUsage;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.Models;
import io.seir.prompt.Prompt;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Lets a system answer a question set: the language model writes text and caption, the image model
 * draws the caption. First drafts, without refinement: what is compared are the models.
 */
public final class AnswerEntries
    extends PTransform<PCollection<Entry>, PCollection<AnsweredEntry>> {
  private static final long serialVersionUID = 1;
  private static final String STAGE = "answer";
  private static final TupleTag<AnsweredEntry> MAIN = new TupleTag<>("main") {};

  private final Asking asking;
  private final BlobLocation pictures;
  private final long seed;
  private final transient BadRecords bad;

  private AnswerEntries(Asking asking, BlobLocation pictures, long seed, BadRecords bad) {
    this.asking = asking;
    this.pictures = pictures;
    this.seed = seed;
    this.bad = bad;
  }

  /**
   * @param pictures where the pictures go
   * @param bad takes the questions that got no answer
   */
  public static AnswerEntries of(Asking asking, BlobLocation pictures, long seed, BadRecords bad) {
    return new AnswerEntries(asking, pictures, seed, bad);
  }

  @Override
  public PCollection<AnsweredEntry> expand(PCollection<Entry> questions) {
    return bad.takeFrom(
        questions.apply(
            "Answer",
            ParDo.of(new Answer(asking, pictures, seed))
                .withOutputTags(MAIN, TupleTagList.of(BadRecords.TAG))),
        MAIN,
        JsonCoder.of(AnsweredEntry.class));
  }

  private static final class Answer extends ConcurrentDoFn<Entry, AnsweredEntry> {
    private static final long serialVersionUID = 1;

    private final BlobLocation pictures;
    private final long seed;

    Answer(Asking asking, BlobLocation pictures, long seed) {
      super(STAGE, asking);
      this.pictures = pictures;
      this.seed = seed;
    }

    @Override
    protected AnsweredEntry work(Entry entry, Models models, Asker asker) throws ModelException {
      String question = entry.turns().get(0).question();
      AnswerDraft draft =
          asker.ask(
              ModelRole.LANGUAGE,
              Prompt.ANSWER_DRAFT,
              Map.of("question", question, "history", ""),
              List.of(),
              0,
              AnswerStage::pair);
      return new AnsweredEntry(entry, draft, asker.draw(draft.caption(), 0, pictures.open()).ref());
    }

    @Override
    protected Dialogue dialogue(Entry entry) {
      return entry.asDialogue(seed);
    }

    @Override
    protected Map<String, StageUsage> spent(Entry entry) {
      return Map.of();
    }
  }
}
