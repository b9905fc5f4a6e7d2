package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import io.seir.sample.Suggestion;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * A critic's verdict on a draft.
 *
 * @param rating 0 to {@value #HIGHEST}; absent if the critic gave no readable rating
 */
public record Critique(Suggestion suggestion, OptionalDouble rating) {
  /** Nothing to improve. */
  public static final double HIGHEST = 5;

  /** Words that, at the beginning of a decision, reject the draft. */
  private static final Pattern REVISE =
      Pattern.compile(
          "(do )?((not|no|don't|cannot|needs?|poor|bad)\\b|revis|reject|refus|improv|change|modif"
              + "|rewrit|redo|fix|edit|fail|declin|disapprov|unaccept|inadequate).*",
          Pattern.DOTALL);

  /** Words that, at the beginning of a decision, accept it. */
  private static final Pattern ACCEPT =
      Pattern.compile(
          "(fully |i |we )?(accept|approv|ok\\b|okay|pass|keep|good\\b|great\\b|perfect|excellent"
              + "|fine\\b|yes\\b|lgtm|looks good|no (change|revision|improvement|issue|problem"
              + "|suggestion)s?|none\\b|nothing).*",
          Pattern.DOTALL);

  /** Words that take back the beginning of a decision. */
  private static final Pattern HEDGED =
      Pattern.compile("\\b(but|however|except|unless|after|once|needs?|should)\\b");

  /** Longest decision; anything longer is chatter, such as thoughts that begin with "Okay". */
  private static final int MAX_DECISION = 80;

  /** The lowest rating for acceptance, according to the prompts. */
  private static final double ACCEPTABLE = 4;

  /** Empty suggestions, in the languages that models often reply in. */
  private static final Pattern NOTHING =
      Pattern.compile(
          "|-+|n/?a|null|none|nil|no|nothing|no (change|revision|improvement|suggestion|comment)s?("
              + " (is|are) )?( ?(needed|required|necessary))?|not"
              + " (applicable|needed|required)|nothing (to|more to)"
              + " (improve|change|add)|keine?|nichts|ninguna?|nada|aucune?|rien"
              + "|nessuna?|niente|nenhuma?|нет|ничего|无|沒有|没有|なし|特になし|없음");

  /** A critic who has given a whole rating. */
  public static Critique of(Suggestion suggestion, double rating) {
    return new Critique(suggestion, OptionalDouble.of(rating));
  }

  /**
   * The review in a reply to a prompt made by {@link io.seir.prompt.Prompt#ofReview}, read as real
   * models write it: "Accept." or "approved" for accept, "4/5", "4 out of 5" or "four" for 4,
   * "None" for no suggestion, a list of suggestions, or no JSON at all. If the language of the
   * decision is unknown, it is inferred from whether anything is suggested.
   *
   * @throws ModelException if there is neither a decision nor a suggestion
   */
  public static Critique read(ReplyReader reply) throws ModelException {
    OptionalDouble rating = reply.rating("rating", HIGHEST);
    Optional<String> suggestion = reply.find("suggestion").filter(text -> !isNothing(text));
    Optional<String> decision = reply.find("decision").or(() -> bare(reply));
    if (decision.isEmpty() && reply.find("suggestion").isEmpty()) {
      throw ReplyReader.malformed("found neither a decision nor a suggestion in: " + reply);
    }
    String said = decision.map(Critique::plain).orElse("");
    if (accepts(said)) {
      return new Critique(new Suggestion.Accept(), rating);
    }
    boolean objects = REVISE.matcher(said).matches() || HEDGED.matcher(said).find();
    boolean silent = reply.find("suggestion").isPresent() && suggestion.isEmpty();
    if (!objects && silent && rating.orElse(ACCEPTABLE) >= ACCEPTABLE) {
      return new Critique(new Suggestion.Accept(), rating);
    }
    if (suggestion.isEmpty()) {
      throw ReplyReader.malformed("not accepted, but nothing says what to revise: " + reply);
    }
    return new Critique(new Suggestion.Revise(suggestion.get()), rating);
  }

  private static boolean accepts(String said) {
    return said.length() <= MAX_DECISION
        && ACCEPT.matcher(said).matches()
        && !HEDGED.matcher(said).find();
  }

  /** A bare decision, without JSON or a label. */
  private static Optional<String> bare(ReplyReader reply) {
    return Optional.of(plain(reply.talk())).filter(Critique::accepts);
  }

  private static boolean isNothing(String text) {
    return NOTHING.matcher(plain(text)).matches();
  }

  /** In lower case, without punctuation around the words. */
  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("^[\\s\\p{Punct}\\p{So}]+|[\\s\\p{Punct}\\p{So}。！]+$", "")
        .replaceAll("\\s+", " ");
  }
}
