package io.seir.refine;

import io.seir.ask.Asker;
import io.seir.blob.BlobStore;
import io.seir.dialogue.AnswerDraft;
import io.seir.dialogue.AnsweredTurn;
import io.seir.dialogue.ImageDraft;
import io.seir.dialogue.ImageRef;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.Picture;
import io.seir.prompt.History;
import io.seir.prompt.Prompt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Image refinement (METHOD, IR): the critic looks at the <em>current</em> picture and caption, the
 * language model writes the caption anew, the picture is drawn again. The answer stays.
 */
final class ImageStage implements Stage<ImageDraft> {
  private final Asker asker;
  private final BlobStore pictures;
  private final SynergyScorer synergy;
  private final String question;
  private final AnswerDraft answer;
  private final String history;
  private final Map<ImageRef, Picture> drawn = new HashMap<>();

  ImageStage(Asker asker, BlobStore pictures, SynergyScorer synergy, AnsweredTurn turn) {
    this.asker = asker;
    this.pictures = pictures;
    this.synergy = synergy;
    this.question = turn.asked().question().result();
    this.answer = turn.answer().result();
    this.history = History.render(turn.asked().history());
  }

  @Override
  public ImageDraft first() throws ModelException {
    return draw(answer.caption(), 0);
  }

  @Override
  public Critique review(ImageDraft draft, int round) throws ModelException {
    return asker.ask(
        ModelRole.VISION,
        Prompt.IMAGE_REVIEW,
        Map.of(
            "question",
            question,
            "answer",
            answer.answer(),
            "caption",
            draft.caption(),
            "history",
            history),
        List.of(picture(draft)),
        round,
        Critique::read);
  }

  @Override
  public ImageDraft revise(ImageDraft draft, String suggestion, int round) throws ModelException {
    String caption =
        asker.ask(
            ModelRole.LANGUAGE,
            Prompt.IMAGE_REVISE,
            Map.of(
                "question", question,
                "answer", answer.answer(),
                "caption", draft.caption(),
                "suggestion", suggestion,
                "history", history),
            List.of(),
            round,
            reply -> reply.text("caption"));
    return draw(caption, round);
  }

  /** The critic's rating and the synergy features, in equal parts, 0 to 5. */
  @Override
  public RoundScorer<ImageDraft> scorer() {
    return (draft, critique) -> (critique.rating() + Critique.HIGHEST * fit(draft)) / 2;
  }

  private double fit(ImageDraft draft) throws ModelException {
    return asker.score(
        draft.image().sha256() + draft.caption() + answer.answer(),
        () -> synergy.score(answer.answer(), draft.caption(), picture(draft)));
  }

  private ImageDraft draw(String caption, int round) throws ModelException {
    Asker.Drawn picture = asker.draw(caption, round, pictures);
    drawn.put(picture.ref(), picture.picture());
    return new ImageDraft(caption, picture.ref());
  }

  private Picture picture(ImageDraft draft) {
    return Objects.requireNonNull(drawn.get(draft.image()), "a draft of another stage");
  }
}
