package io.seir.prompt;

import io.seir.sample.Turn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The finished turns of a dialogue, as text in a prompt. */
final class History {
  /** The placeholder in a prompt for the history. */
  static final String PLACE = "history";

  static final List<String> TAGS = List.of("turn", "said", "replied", "shown");

  private History() {}

  /** One element per turn: question, answer and caption. */
  static String of(List<Turn> turns, String suffix) {
    StringBuilder out = new StringBuilder();
    for (Turn turn : turns) {
      out.append("\n").append("<turn").append(suffix).append(">");
      element(out, "said" + suffix, turn.question());
      element(out, "replied" + suffix, turn.answer());
      element(out, "shown" + suffix, turn.caption());
      out.append("</turn").append(suffix).append(">");
    }
    return out.toString();
  }

  private static void element(StringBuilder out, String tag, Optional<String> text) {
    out.append('<').append(tag).append('>').append(text.orElse(""));
    out.append("</").append(tag).append('>');
  }

  /** All texts of the turns. */
  static Stream<String> texts(List<Turn> turns) {
    return turns.stream()
        .flatMap(turn -> Stream.of(turn.question(), turn.answer(), turn.caption()))
        .flatMap(Optional::stream);
  }
}
