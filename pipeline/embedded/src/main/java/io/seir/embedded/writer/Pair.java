package io.seir.embedded.writer;

import io.seir.embedded.words.Aspect;
import io.seir.embedded.words.Category;
import io.seir.embedded.words.Company;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Nouns;
import java.util.List;
import java.util.Optional;

/** Sentences about two things at once. */
final class Pair {
  private Pair() {}

  /**
   * What they have in common: the nearest plain word for both, or the place where both are seen.
   */
  static String common(Telling a, Telling b) {
    Optional<String> category = Category.of(a.thing().concept(), b.thing().concept());
    String both = a.any() + " and " + b.any();
    if (category.isPresent()) {
      return "Both " + both + " are " + Nouns.plural(category.get()) + ".";
    }
    List<Company> places = Company.of(a.thing().concept(), b.thing().concept());
    if (!places.isEmpty()) {
      String place = places.get(0).place();
      return "What " + both + " have in common is their place: both can be seen " + place + ".";
    }
    return English.capital(both) + " have little in common, and that is the fun of the pair.";
  }

  /** One set against the other; empty if one of them is unknown. */
  static String contrast(Telling a, Telling b, Aspect aspect) {
    Optional<String> one = a.say(aspect, a.any());
    Optional<String> other = b.say(aspect, b.any());
    return one.isPresent() && other.isPresent()
        ? English.sentence(English.capital(one.get() + ", while " + other.get()))
        : "";
  }
}
