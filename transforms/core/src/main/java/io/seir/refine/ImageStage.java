package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.TextImageEncoder;
import io.seir.prompt.PromptSet;
import io.seir.sample.Draft;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Image refinement (METHOD, IR): the critic looks at the <em>current</em> picture and caption, the
 * language model rewrites the caption, and the picture is redrawn. The answer stays unchanged. An
 * existing picture is the first draft.
 */
public final class ImageStage implements Stage {
  private static final long serialVersionUID = 1;

  /** Its name. */
  public static final String NAME = "image";

  /** Default number of pictures of earlier turns to show the critic. */
  public static final int HISTORY_IMAGES = 1;

  private final int historyImages;

  /**
   * @param historyImages number of earlier turns whose pictures the critic is shown, so that "the
   *     same cat" can be checked
   */
  public ImageStage(int historyImages) {
    this.historyImages = historyImages;
  }

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
    List<Picture> shown = new ArrayList<>(context.earlierPictures(historyImages));
    shown.add(context.picture(draft.theImage()));
    return context.ask(
        ModelRole.VISION,
        PromptSet.IMAGE_REVIEW,
        Map.of(
            "question", question(context),
            "answer", answer(context),
            "caption", draft.theCaption()),
        shown,
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

  /**
   * How well the picture fits the question and the caption from answer refinement. It is never
   * compared with the caption that it was drawn from, because then the shortest caption would win.
   */
  @Override
  public OptionalDouble fit(Draft draft, StageContext context) throws ModelException {
    if (context.encoder().isEmpty()) {
      return OptionalDouble.empty();
    }
    TextImageEncoder encoder = context.encoder().get();
    String question = question(context);
    String caption = context.turn().caption().orElse("");
    ImageRef image = draft.theImage();
    return OptionalDouble.of(
        context.score(
            image.sha256().orElse(image.uri()) + caption + question,
            () ->
                SynergyScorer.score(
                    encoder, context.kernels(), question, caption, context.picture(image))));
  }

  private static String question(StageContext context) {
    return context.turn().question().orElse("");
  }

  private static String answer(StageContext context) {
    return context.turn().answer().orElse("");
  }
}
