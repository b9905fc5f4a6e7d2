package io.seir.examples;

import io.seir.model.ModelException;
import io.seir.prompt.Prompt;
import io.seir.prompt.PromptSet;
import io.seir.refine.Critique;
import io.seir.refine.Stage;
import io.seir.refine.StageContext;
import io.seir.sample.Draft;
import java.util.Map;

/** A custom stage: rewrites the caption of the picture in a house style. */
public final class HouseStyle implements Stage {
  private static final long serialVersionUID = 1;

  private static final String WRITE =
      "Rewrite the caption as a %s. Keep what it shows. Reply with JSON: {\"caption\": \"...\"}\n"
          + Prompt.USER
          + "\n<caption>{{caption}}</caption><suggestion>{{suggestion}}</suggestion>";
  private static final String REVIEW =
      "Is this caption a %s? Reply with JSON: {\"decision\": \"accept\" or \"revise\", \"rating\":"
          + " 0 to 5, \"suggestion\": \"...\"}\n"
          + Prompt.USER
          + "\n<caption>{{caption}}</caption>";

  /** The shipped prompts and those of this stage. */
  public static PromptSet prompts(String style) {
    return PromptSet.shipped()
        .with(Prompt.ofTexts("style-write", WRITE.formatted(style), "caption"))
        .with(Prompt.ofReview("style-review", REVIEW.formatted(style)));
  }

  @Override
  public String name() {
    return "style";
  }

  @Override
  public Draft draft(StageContext context) throws ModelException {
    return write(context.turn().caption().orElse(""), "", 0, context);
  }

  @Override
  public Critique review(Draft draft, int round, StageContext context) throws ModelException {
    return context.ask(
        "style-review", Map.of("caption", draft.theCaption()), round, Critique::read);
  }

  @Override
  public Draft revise(Draft draft, String suggestion, int round, StageContext context)
      throws ModelException {
    return write(draft.theCaption(), suggestion, round, context);
  }

  private static Draft write(String caption, String suggestion, int round, StageContext context)
      throws ModelException {
    return context.ask(
        "style-write",
        Map.of("caption", caption, "suggestion", suggestion),
        round,
        reply -> Draft.ofCaption(reply.text("caption")));
  }
}
