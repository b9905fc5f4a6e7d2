package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import io.seir.sample.Suggestion;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What a critic says of a draft.
 *
 * @param rating 0 to {@value #HIGHEST}; absent if the critic gave none that can be read
 */
public record Critique(Suggestion suggestion, OptionalDouble rating) {
  /** Nothing to improve. */
  public static final double HIGHEST = 5;

  /** Words that, at the beginning of a decision, send the draft back. */
  private static final Pattern REVISE =
      Pattern.compile(
          "(do )?(not|no|don't|cannot|revis|reject|refus|improv|change|modif|rewrit|redo|fix|edit"
              + "|needs?|fail|declin|disapprov|unaccept|inadequate|poor|bad)\\b?.*",
          Pattern.DOTALL);

  /** Words that, at the beginning of a decision, let it pass. */
  private static final Pattern ACCEPT =
      Pattern.compile(
          "(fully |i |we )?(accept|approv|ok\\b|okay|pass|keep|good\\b|great\\b|perfect|excellent"
              + "|fine\\b|yes\\b|lgtm|looks good|no (change|revision|improvement|issue|problem"
              + "|suggestion)s?|none\\b|nothing).*",
          Pattern.DOTALL);

  /** Suggestions that suggest nothing, in the languages that models often reply in. */
  private static final Pattern NOTHING =
      Pattern.compile(
          "|-+|n/?a|null|none|nil|no|nothing|no (change|revision|improvement|suggestion|comment)s?"
              + "( (is|are) )?( ?(needed|required|necessary))?|not (applicable|needed|required)"
              + "|nothing (to|more to) (improve|change|add)|keine?|nichts|ninguna?|nada|aucune?|rien"
              + "|nessuna?|niente|nenhuma?|нет|ничего|无|沒有|没有|なし|特になし|없음");

  /** A critic who has given a whole rating. */
  public static Critique of(Suggestion suggestion, double rating) {
    return new Critique(suggestion, OptionalDouble.of(rating));
  }

  /**
   * The review in a reply to a prompt made by {@link io.seir.prompt.Prompt#ofReview}, read as real
   * models write it: "Accept." or "approved" for accept, "4/5", "4 out of 5" or "four" for 4,
   * "None" for no suggestion, a list of suggestions, or no JSON at all. If the decision is in no
   * language that is known here, it follows from whether anything is suggested.
   *
   * @throws ModelException if there is neither a decision nor a suggestion
   */
  public static Critique read(ReplyReader reply) throws ModelException {
    OptionalDouble rating = reply.rating("rating", HIGHEST);
    Optional<String> suggestion = reply.find("suggestion").filter(text -> !isNothing(text));
    Optional<String> decision = reply.find("decision").or(() -> bare(reply));
    if (decision.isEmpty() && reply.find("suggestion").isEmpty()) {
      throw ReplyReader.malformed("neither a decision nor a suggestion in: " + reply);
    }
    String said = decision.map(Critique::plain).orElse("");
    if (ACCEPT.matcher(said).matches()) {
      return new Critique(new Suggestion.Accept(), rating);
    }
    boolean objects = REVISE.matcher(said).matches();
    if (!objects && suggestion.isEmpty()) {
      return new Critique(new Suggestion.Accept(), rating);
    }
    if (suggestion.isEmpty()) {
      throw ReplyReader.malformed("the draft is to be revised, but nothing says how: " + reply);
    }
    return new Critique(new Suggestion.Revise(suggestion.get()), rating);
  }

  /** A decision that stands alone, without JSON and without a label. */
  private static Optional<String> bare(ReplyReader reply) {
    String said = plain(reply.talk());
    return ACCEPT.matcher(said).matches() ? Optional.of(said) : Optional.empty();
  }

  private static boolean isNothing(String text) {
    return NOTHING.matcher(plain(text)).matches();
  }

  /** In lower case, without what stands around the words. */
  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("^[\\s\\p{Punct}\\p{So}]+|[\\s\\p{Punct}\\p{So}。！]+$", "")
        .replaceAll("\\s+", " ");
  }
}
