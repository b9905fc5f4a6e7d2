package io.seir.embedded;

import io.seir.embedded.SeededDialogues.TurnTexts;
import io.seir.model.ChatModel;
import io.seir.model.ImageModel;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ReplyReader;
import io.seir.prompt.PromptSet;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Picture;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Pictures of seeded turns, as drafted and after three rounds, with the judge's scores. */
final class SeededPictures {
  private static final ModelSpec SPEC = ModelSpec.free(EmbeddedProvider.NAME, 1);
  private static final int ROUNDS = 3;

  /**
   * A turn with a picture.
   *
   * @param caption of which the picture was drawn last
   * @param remarks of the critic, round by round
   */
  record Seen(
      String answer,
      String caption,
      Picture picture,
      List<String> remarks,
      Map<JudgeDimension, Integer> scores) {}

  private final ImageModel image = new EmbeddedProvider().image(SPEC);
  private final ChatModel language = new EmbeddedProvider().chat(ModelRole.LANGUAGE, SPEC);
  private final ChatModel vision = new EmbeddedProvider().chat(ModelRole.VISION, SPEC);
  private final ChatModel judge = new EmbeddedProvider().chat(ModelRole.JUDGE, SPEC);
  private final SplittableRandom random;

  SeededPictures(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The drafts of question, answer and caption, and the first picture. */
  Seen draft(TurnTexts turn) throws ModelException {
    Picture picture = draw(turn.captionDraft());
    return new Seen(
        turn.answerDraft(),
        turn.captionDraft(),
        picture,
        List.of(),
        scores(turn, turn.questionDraft(), turn.answerDraft(), picture));
  }

  /** The texts after three rounds, and the picture after up to three of its own. */
  Seen refined(TurnTexts turn) throws ModelException {
    String caption = turn.caption();
    Picture picture = draw(caption);
    List<String> remarks = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, String> values = values(turn, turn.question(), turn.answer(), caption);
      ReplyReader said = ask(vision, PromptSet.IMAGE_REVIEW, values, turn, picture);
      if (said.text("decision").equals("accept")) {
        break;
      }
      values.put("suggestion", said.text("suggestion"));
      remarks.add(said.text("suggestion"));
      caption = ask(language, PromptSet.IMAGE_REVISE, values, turn).text("caption");
      picture = draw(caption);
    }
    Map<JudgeDimension, Integer> scores = scores(turn, turn.question(), turn.answer(), picture);
    return new Seen(turn.answer(), caption, picture, remarks, scores);
  }

  private Picture draw(String caption) throws ModelException {
    return image.draw(new ImageRequest(caption, random.nextLong()));
  }

  private Map<JudgeDimension, Integer> scores(
      TurnTexts turn, String question, String answer, Picture picture) throws ModelException {
    ReplyReader reply =
        ask(judge, PromptSet.JUDGE, values(turn, question, answer, ""), turn, picture);
    Map<JudgeDimension, Integer> scores = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension scale : JudgeDimension.values()) {
      scores.put(scale, (int) Math.round(reply.rating(scale.name(), 5).orElseThrow()));
    }
    return scores;
  }

  private static Map<String, String> values(
      TurnTexts turn, String question, String answer, String caption) {
    Map<String, String> values = new HashMap<>();
    values.put("topic", turn.topic());
    values.put("template", turn.template());
    values.put("question", question);
    values.put("answer", answer);
    values.put("caption", caption);
    values.put("suggestion", "");
    values.put("reference", "none");
    values.put("pictures", "none");
    return values;
  }

  private ReplyReader ask(
      ChatModel model,
      String prompt,
      Map<String, String> values,
      TurnTexts turn,
      Picture... pictures)
      throws ModelException {
    return ReplyReader.of(
        model
            .reply(
                PromptSet.shipped()
                    .get(prompt)
                    .fill(values, turn.history(), List.of(pictures))
                    .request(random.nextLong()))
            .text());
  }
}
