package io.seir.embedded;

import io.seir.embedded.encoder.DualEncoder;
import io.seir.embedded.words.AnswerCheck;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.SentenceEncoder;
import io.seir.embedded.words.Wish;
import io.seir.embedded.writer.Reply;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.prompt.Markup;
import io.seir.sample.JudgeDimension;
import java.awt.image.BufferedImage;
import java.util.EnumMap;
import java.util.Map;

/**
 * The embedded judge: reads the text, looks at the pixels through its own encoder and at the image
 * statistics. Instructions inside what it judges are words like any other.
 */
final class EmbeddedJudge implements ChatModel {
  private static final double REPEATED = 0.96;
  private static final int MAX_QUESTION = 50;

  private final DualEncoder encoder;

  EmbeddedJudge(DualEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public ChatReply reply(ChatRequest request) throws ModelException {
    Shown shown = Shown.in(request);
    if (request.format().name().equals("judge_question")) {
      return Replies.counted(request, Reply.questionRating(question(shown)));
    }
    String answer = shown.text("answer");
    String question = shown.text("question");
    Depiction wish = Wish.of(question);
    AnswerCheck check = AnswerCheck.of(question, answer, Markup.all(shown.prompt(), "replied"));
    int tcc = whole(check.score());
    int icc = 0;
    int iq = 0;
    int its = 0;
    if (!shown.pictures().isEmpty()) {
      BufferedImage image = PictureReader.decode(shown.last());
      Look look = Look.of(image);
      Eye eye = new Eye(encoder, image, look);
      PictureCheck picture = PictureCheck.of(eye, wish);
      icc = whole(picture.shown());
      iq = whole(look.framed(eye, wish).quality());
      its = answer.isEmpty() ? 0 : whole(Synergy.of(answer, check, eye, picture, wish));
    }
    String only = request.format().name().replaceFirst("^judge_?", "");
    Map<JudgeDimension, Integer> scores =
        new EnumMap<>(
            Map.of(
                JudgeDimension.TCC, tcc,
                JudgeDimension.ICC, icc,
                JudgeDimension.IQ, iq,
                JudgeDimension.ITS, its));
    scores.keySet().removeIf(scale -> !only.isEmpty() && !scale.name().equalsIgnoreCase(only));
    return Replies.counted(request, Reply.scores(scores));
  }

  /** Down from 5 for what a person would not write, or a picture cannot show. */
  private static int question(Shown shown) {
    String question = shown.text("question");
    if (question.isEmpty()) {
      return 0;
    }
    Depiction wish = Wish.of(question);
    Depiction topic = DepictionReader.shared().read(shown.text("topic"));
    double score = 5;
    score -= Wish.asksForPicture(question) ? 0 : 2;
    score -= wish.things().isEmpty() ? 1 : 0;
    score -= topic.things().stream().anyMatch(t -> wish.shows(t.concept())) ? 0 : 1;
    score -= English.words(question) > MAX_QUESTION ? 1.5 : 0;
    score -= question.contains("***") || question.contains("{") ? 2 : 0;
    boolean repeated =
        Markup.all(shown.prompt(), "said").stream()
            .anyMatch(e -> SentenceEncoder.shared().similarity(e, question) > REPEATED);
    return Math.max(1, whole(repeated ? score - 2 : score));
  }

  private static int whole(double score) {
    return (int) Math.max(0, Math.min(5, Math.round(score)));
  }
}
