package io.seir.prompt;

import io.seir.dialogue.Dialogue;
import io.seir.dialogue.Turn;

/** The finished turns of a dialogue as they stand in a prompt. */
public final class History {
  /** The place in a template that takes the history. */
  public static final String PLACE = "history";

  private History() {}

  /** One element a turn: question, answer and caption, escaped. */
  public static String render(Dialogue dialogue) {
    StringBuilder out = new StringBuilder();
    for (Turn turn : dialogue.turns()) {
      out.append("\n<turn><said>")
          .append(Markup.escape(turn.question()))
          .append("</said><replied>")
          .append(Markup.escape(turn.answer()))
          .append("</replied><shown>")
          .append(Markup.escape(turn.caption()))
          .append("</shown></turn>");
    }
    return out.toString();
  }
}
