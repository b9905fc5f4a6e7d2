package io.seir.refine;

import io.seir.dialogue.Suggestion;
import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import java.util.Locale;

/**
 * What a critic replied.
 *
 * @param rating 0 to 5
 */
record Critique(Suggestion suggestion, double rating) {
  static final double HIGHEST = 5;

  static Critique read(ReplyReader reply) throws ModelException {
    double rating = reply.number("rating", 0, HIGHEST);
    String decision = reply.text("decision").toLowerCase(Locale.ROOT);
    if (decision.equals("accept")) {
      return new Critique(new Suggestion.Accept(), rating);
    }
    if (decision.equals("revise")) {
      return new Critique(new Suggestion.Revise(reply.text("suggestion")), rating);
    }
    throw ReplyReader.malformed("the decision is neither accept nor revise: " + decision);
  }
}
