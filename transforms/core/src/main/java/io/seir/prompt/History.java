package io.seir.prompt;

import io.seir.sample.Turn;
import java.util.List;

/** The finished turns of a dialogue as they stand in a prompt. */
public final class History {
  /** The place in a prompt that takes the history. */
  public static final String PLACE = "history";

  private History() {}

  /** One element per turn: question, answer and caption, escaped. */
  public static String of(List<Turn> turns) {
    StringBuilder out = new StringBuilder();
    for (Turn turn : turns) {
      out.append("\n<turn><said>")
          .append(Markup.escape(turn.question().orElse("")))
          .append("</said><replied>")
          .append(Markup.escape(turn.answer().orElse("")))
          .append("</replied><shown>")
          .append(Markup.escape(turn.caption().orElse("")))
          .append("</shown></turn>");
    }
    return out.toString();
  }
}
