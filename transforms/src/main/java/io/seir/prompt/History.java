package io.seir.prompt;

import io.seir.dialogue.Dialogue;
import io.seir.dialogue.Exchange;
import java.util.List;

/** The finished turns of a dialogue as they stand in a prompt. */
public final class History {
  /** The place in a template that takes the history. */
  public static final String PLACE = "history";

  private History() {}

  /** One element a turn: question, answer and caption, escaped. */
  public static String render(Dialogue dialogue) {
    return ofExchanges(
        dialogue.turns().stream()
            .map(t -> new Exchange(t.question(), t.answer(), t.caption(), t.image().uri()))
            .toList());
  }

  /** The same of exchanges from somebody's data. */
  public static String ofExchanges(List<Exchange> exchanges) {
    StringBuilder out = new StringBuilder();
    for (Exchange exchange : exchanges) {
      out.append("\n<turn><said>")
          .append(Markup.escape(exchange.question()))
          .append("</said><replied>")
          .append(Markup.escape(exchange.answer()))
          .append("</replied><shown>")
          .append(Markup.escape(exchange.caption()))
          .append("</shown></turn>");
    }
    return out.toString();
  }
}
