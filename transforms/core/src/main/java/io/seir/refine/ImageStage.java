package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.prompt.PromptSet;
import io.seir.sample.Draft;
import io.seir.sample.ImageRef;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.List;
import java.util.Map;

/**
 * Image refinement (METHOD, IR): the critic looks at the <em>current</em> picture and caption, the
 * language model writes the caption anew, the picture is drawn again. The answer stays. A picture
 * that is there already is the first draft.
 */
public final class ImageStage implements Stage {
  private static final long serialVersionUID = 1;

  /** Its name. */
  public static final String NAME = "image";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Sample begin(Sample sample) throws ModelException {
    if (sample.last().flatMap(Turn::caption).isEmpty()) {
      throw ModelException.permanentFault("no_caption", "a picture needs a caption");
    }
    return sample;
  }

  @Override
  public Draft draft(StageContext context) throws ModelException {
    String caption = context.turn().caption().orElseThrow();
    ImageRef image =
        context.turn().image().isPresent()
            ? context.kept(context.turn().image().get())
            : context.draw(caption, 0);
    return Draft.ofImage(caption, image);
  }

  @Override
  public Critique review(Draft draft, int round, StageContext context) throws ModelException {
    return context.ask(
        ModelRole.VISION,
        PromptSet.IMAGE_REVIEW,
        Map.of(
            "question", question(context),
            "answer", answer(context),
            "caption", draft.theCaption()),
        List.of(context.picture(draft.theImage())),
        round,
        Critique::read);
  }

  @Override
  public Draft revise(Draft draft, String suggestion, int round, StageContext context)
      throws ModelException {
    String caption =
        context.ask(
            PromptSet.IMAGE_REVISE,
            Map.of(
                "question", question(context),
                "answer", answer(context),
                "caption", draft.theCaption(),
                "suggestion", suggestion),
            round,
            reply -> reply.text("caption"));
    return Draft.ofImage(caption, context.draw(caption, round));
  }

  /** The critic's rating and the synergy features, in equal parts, 0 to 5. */
  @Override
  public RoundScorer scorer() {
    return (draft, critique, context) ->
        (critique.rating() + Critique.HIGHEST * fit(draft, context)) / 2;
  }

  private static double fit(Draft draft, StageContext context) throws ModelException {
    String answer = answer(context);
    return context.score(
        draft.theImage().sha256().orElse(draft.theImage().uri()) + draft.theCaption() + answer,
        () ->
            SynergyScorer.score(
                context.encoder(),
                context.kernels(),
                answer,
                draft.theCaption(),
                context.picture(draft.theImage())));
  }

  private static String question(StageContext context) {
    return context.turn().question().orElse("");
  }

  private static String answer(StageContext context) {
    return context.turn().answer().orElse("");
  }
}
