package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import io.seir.sample.Suggestion;
import java.util.Locale;

/**
 * What a critic says of a draft.
 *
 * @param rating 0 to {@value #HIGHEST}
 */
public record Critique(Suggestion suggestion, double rating) {
  /** Nothing to improve. */
  public static final double HIGHEST = 5;

  /** The review in a reply to a prompt made by {@link io.seir.prompt.Prompt#ofReview}. */
  public static Critique read(ReplyReader reply) throws ModelException {
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
