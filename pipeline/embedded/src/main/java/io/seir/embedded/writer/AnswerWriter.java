package io.seir.embedded.writer;

import io.seir.embedded.words.AnswerCheck;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.Thing;
import io.seir.embedded.words.Wish;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Drafts and reviews answers with their captions. */
final class AnswerWriter {
  /** A suggestion has one to three sentences. */
  private static final int MOST_REMARKS = 2;

  /** Nobody sees everything. */
  private static final double OVERLOOKED = 0.12;

  private AnswerWriter() {}

  static String draft(Material material) {
    String question = material.get("question");
    Set<TextFlaw> textFlaws = TextFlaw.draw(material, 1);
    Set<CaptionFlaw> captionFlaws = CaptionFlaw.draw(material, 1);
    String answer = AnswerDraft.write(material, question, textFlaws);
    String caption = CaptionDraft.write(material, Wish.of(question), answer, captionFlaws);
    return Reply.of("answer", answer, "caption", caption);
  }

  /** Says what is worst in the text and in the caption; the rest may come in another round. */
  static String review(Material material) {
    String question = material.get("question");
    String answer = material.get("answer");
    AnswerCheck text = AnswerCheck.of(question, answer, material.earlierAnswers());
    CaptionCheck caption = CaptionCheck.of(Wish.of(question), material.get("caption"), answer);
    List<String> remarks = new ArrayList<>();
    for (int i = 0; remarks.size() < MOST_REMARKS && i < MOST_REMARKS; i++) {
      first(material, text.remarks(), i, remarks);
      first(material, caption.remarks(), i, remarks);
    }
    return Reply.review(remarks, text.score() - caption.loss());
  }

  private static void first(Material material, List<String> from, int at, List<String> remarks) {
    boolean room = at < from.size() && remarks.size() < MOST_REMARKS;
    if (room && !material.happens(OVERLOOKED)) {
      remarks.add(from.get(at));
    }
  }

  static String revise(Material material) {
    return AnswerRevision.of(material).follow(material.get("suggestion"));
  }

  /** The depiction with what is demanded of it. */
  static Depiction with(Depiction drawn, Depiction demanded) {
    Depiction changed = drawn;
    for (Thing thing : demanded.things()) {
      changed = changed.plus(thing);
    }
    changed =
        demanded.daytime().isPresent() ? changed.withDaytime(demanded.daytimeOrNull()) : changed;
    changed =
        demanded.weather().isPresent() ? changed.withWeather(demanded.weatherOrNull()) : changed;
    changed = demanded.style() == Style.FLAT ? changed : changed.withStyle(demanded.style());
    changed = demanded.view() == View.MIDDLE ? changed : changed.withView(demanded.view());
    return demanded.ground().isPresent() ? changed.withGround(demanded.groundOrNull()) : changed;
  }
}
