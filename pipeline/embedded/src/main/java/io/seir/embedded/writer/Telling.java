package io.seir.embedded.writer;

import io.seir.embedded.words.Aspect;
import io.seir.embedded.words.Knowledge;
import io.seir.embedded.words.Known;
import io.seir.embedded.words.Nouns;
import io.seir.embedded.words.Thing;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says what is known of a thing, with the right article, pronoun and verb. */
final class Telling {
  private static final Set<String> WORN = Set.of("clothes");
  private static final Set<String> NOT_WORN =
      Set.of("umbrella", "closed umbrella", "crutch", "graduation cap");
  private static final Set<String> EATEN = Set.of("dishes", "drinks");

  /** After "it is a good way": what one gets from food and drink. */
  private static final String PLEASURE =
      "to (start|give|cool|celebrate|share|have|eat|end|enjoy|drink|feel|treat|refresh|wake|get|sit|carry"
          + "|feed|take|use|make the most|make a little) .*";

  private static final List<String> KINDS =
      List.of(
          "the kinds of %s that people know best are %s",
          "among the kinds of %s are %s",
          "there are several kinds of %s, such as %s",
          "well-known kinds of %s are %s");

  private final Thing thing;
  private final Known known;
  private boolean likened;

  Telling(Thing thing) {
    this.thing = thing;
    this.known = Knowledge.shared().of(thing);
  }

  Thing thing() {
    return thing;
  }

  boolean knows(Aspect aspect) {
    return known.of(aspect).isPresent();
  }

  /** The words that say it; empty if it is not known. */
  String clause(Aspect aspect) {
    return known.of(aspect).orElse("");
  }

  /** "a cat", "rice", "scissors". */
  String any() {
    return Nouns.anyOf(thing.phrase());
  }

  /** "the cat". */
  String the() {
    return Nouns.the(thing.phrase());
  }

  /** "it" or "they". */
  String it() {
    return isPlural() ? "they" : "it";
  }

  private String them() {
    return isPlural() ? "them" : "it";
  }

  private boolean isPlural() {
    return Nouns.isPlural(thing.phrase());
  }

  String is() {
    return isPlural() ? "are" : "is";
  }

  /** A whole clause, without capital and full stop, about the thing under any name for it. */
  Optional<String> say(Aspect aspect, String subject) {
    return known.of(aspect).map(words -> say(aspect, subject, words));
  }

  /** As {@link #say(Aspect, String)}, with other words than those that are true. */
  String say(Aspect aspect, String subject, String words) {
    return switch (aspect) {
      case WHAT -> subject + " " + is() + " " + words;
      case LOOKS -> likeOthers() + subject + (isPlural() ? " have " : " has ") + words;
      case KINDS -> kinds(words);
      case WHERE -> likeOthers() + subject + where(subject, words);
      case HABIT -> words.startsWith("to ") ? use(subject, words) : habit(subject, words);
    };
  }

  /** In one of several ways, the same for the same thing. */
  private String kinds(String words) {
    String way = KINDS.get(Math.floorMod(thing.phrase().hashCode(), KINDS.size()));
    return way.formatted(Nouns.spelled(thing.phrase()), words);
  }

  /** Whether a clause tells of kinds, so that its subject is not the thing itself. */
  static boolean isOfKinds(String clause) {
    return KINDS.stream().anyMatch(way -> clause.startsWith(way.substring(0, way.indexOf('%'))));
  }

  /** Said once: that it is only known of its like. */
  private String likeOthers() {
    boolean first = !likened;
    likened = true;
    return known.likeOthers().filter(o -> first).map(o -> "like other " + o + ", ").orElse("");
  }

  private String where(String subject, String words) {
    boolean verb = words.matches("(lives?|grows?|lived) .*");
    boolean can = subject.endsWith(" can");
    return " " + (verb ? words : (can ? "is often" : "can be") + " found " + words);
  }

  private String habit(String subject, String words) {
    return likeOthers() + subject + " " + words;
  }

  private String use(String subject, String words) {
    String group = thing.concept().group();
    if (known.likeOthers().isPresent()) {
      return likeOthers() + subject + " " + is() + " used " + words;
    }
    boolean named = !subject.equals(it());
    if (EATEN.contains(group) && words.matches(PLEASURE)) {
      return subject + " " + is() + " a good way " + words;
    }
    boolean worn = WORN.contains(group) && !NOT_WORN.contains(thing.concept().name());
    return "people " + (worn ? "wear " : "use ") + (named ? subject : them()) + " " + words;
  }
}
