package io.seir.embedded.words;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.extjwnl.data.Synset;

/** WordNet's definitions, made fit to follow "is" in a sentence. */
final class Gloss {
  private static final Pattern ASIDE = Pattern.compile("\\([^)]*\\)|\"[^\"]*\"|[`']");
  private static final Pattern DETERMINED = Pattern.compile("^(an?|the|one|some) .*");
  private static final Pattern ANY_OF = Pattern.compile("^(any|either) (of )?(the )?");

  /** The words before the first that cannot belong to the noun and its adjectives. */
  private static final Pattern HEAD =
      Pattern.compile(
          "^(.+?)(?= (of|with|that|which|who|having|used|for|in|on|from|to|usually|made|found|by|as"
              + "|native|resembling|whose|consisting|containing|between|at|worn|and|or) |,|$).*");

  private static final Pattern SUPERLATIVE = Pattern.compile("^(most|only|\\w{3,}est)\\b");

  private static final Pattern SEVERAL =
      Pattern.compile("^(various|several|numerous|many|certain|a number of) ");
  private static final Pattern OF_ANY_OF =
      Pattern.compile("\\bof (any|either) of (various|several|numerous|many)? ?");

  /** Words that nobody says at table. */
  private static final Pattern LEARNED =
      Pattern.compile(
          "\\w{14,}|\\w+(aceae|idae|parous|venomous|iform|ptera|oid|aceous|aquatic|branch)\\b"
              + "|\\b(genus|family|order|species|genera|phylum|dorsal|ventral|carapace|plumage)\\b"
              + "|\\b[A-Z]\\w+us\\b|(shrub|plant|tree|moth|fish|snake) [A-Z]");

  /** Longer definitions are for scholars. */
  private static final int LONGEST = 24;

  private Gloss() {}

  /** What a thing of this sense is: "a small dog of Scottish origin"; empty if it reads badly. */
  static Optional<String> of(Synset sense) {
    String plain = ASIDE.matcher(WordNet.definition(sense)).replaceAll(" ");
    String first =
        plain
            .split("[;:]", 2)[0]
            .replaceAll("\\s+", " ")
            .replace(" ,", ",")
            .replace(" having ", " with ")
            .strip();
    first = OF_ANY_OF.matcher(first).replaceAll("of ");
    if (first.isEmpty() || English.words(first) > LONGEST || LEARNED.matcher(first).find()) {
      return Optional.empty();
    }
    Matcher any = ANY_OF.matcher(first);
    if (any.find()) {
      String rest = first.substring(any.end());
      if (SEVERAL.matcher(rest).find()) {
        return Optional.of("one of " + SEVERAL.matcher(rest).replaceFirst("many "));
      }
      return Optional.of(isPlural(head(rest)) ? "one of the " + rest : Nouns.indefinite(rest));
    }
    if (SUPERLATIVE.matcher(first).find()) {
      return Optional.of("the " + first);
    }
    if (DETERMINED.matcher(first).matches()) {
      return Optional.of(first);
    }
    String head = head(first);
    if (isPlural(head)) {
      return Optional.of("one of the " + first);
    }
    boolean counted = !sense.getLexFileName().matches("noun\\.(food|substance|act)");
    return Optional.of(counted ? Nouns.indefinite(first) : first);
  }

  private static String head(String words) {
    Matcher matcher = HEAD.matcher(words);
    String group = matcher.matches() ? matcher.group(1) : words;
    return group.substring(group.lastIndexOf(' ') + 1);
  }

  private static boolean isPlural(String noun) {
    return noun.endsWith("s")
        && !noun.endsWith("ss")
        && WordNet.shared().singular(noun).filter(n -> !n.equals(noun)).isPresent();
  }
}
