package io.seir.embedded.writer;

import io.seir.embedded.words.English;
import io.seir.embedded.words.Thing;
import io.seir.embedded.words.WordNet;
import io.seir.embedded.world.Concept;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.sf.extjwnl.data.Synset;

/** What the writer knows of a thing: its definition, kinds and class in WordNet, as sentences. */
final class Facts {
  private static final Pattern ASIDE = Pattern.compile("\\([^)]*\\)|\"[^\"]*\"|[`']");
  private static final Pattern DETERMINED = Pattern.compile("^(an?|the|any|one|some) ");
  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z -]+");
  private static final Pattern LATIN = Pattern.compile("(idae|inae|aceae|ales)$");
  private static final int KINDS = 3;
  private static final int MANY = 12;

  private Facts() {}

  /** The definition first; then what else is known. At least one sentence. */
  static List<String> of(Thing thing) {
    Optional<Synset> sense = sense(thing);
    List<String> facts = new ArrayList<>();
    String name = English.capital(English.anyOf(thing.phrase()));
    if (sense.isEmpty()) {
      facts.add(name + " is something most people know at first sight.");
      return facts;
    }
    facts.add(defined(thing, name, definition(sense.get())));
    List<String> above = words(WordNet.shared().hypernyms(sense.get()), 1);
    if (!above.isEmpty()) {
      facts.add(name + " belongs to the family of things called " + above.get(0) + ".");
    }
    List<String> kinds = words(WordNet.shared().hyponyms(sense.get()), KINDS);
    if (!kinds.isEmpty()) {
      facts.add(
          "Among the kinds of "
              + thing.phrase()
              + " there are "
              + English.list(plurals(kinds))
              + ".");
    }
    List<String> parts = words(WordNet.shared().parts(sense.get()), KINDS);
    if (parts.size() > 1) {
      facts.add("It is made up of parts such as " + English.list(plurals(parts)) + ".");
    }
    List<String> own = WordNet.lemmas(sense.get());
    List<String> siblings =
        words(siblings(sense.get()), MANY).stream()
            .filter(word -> !own.contains(word) && !word.equals(thing.phrase()))
            .limit(KINDS)
            .toList();
    if (siblings.size() > 1) {
      facts.add(
          "Close relatives of "
              + English.anyOf(thing.phrase())
              + " are "
              + English.list(plurals(siblings))
              + ".");
    }
    return facts;
  }

  private static List<Synset> siblings(Synset sense) {
    List<Synset> above = WordNet.shared().hypernyms(sense);
    return above.isEmpty() ? List.of() : WordNet.shared().hyponyms(above.get(0));
  }

  private static List<String> words(List<Synset> synsets, int most) {
    return synsets.stream()
        .map(synset -> WordNet.lemmas(synset).get(0))
        .filter(word -> PLAIN.matcher(word).matches() && !LATIN.matcher(word).find())
        .distinct()
        .limit(most)
        .toList();
  }

  private static List<String> plurals(List<String> words) {
    return words.stream().map(English::plural).toList();
  }

  private static String defined(Thing thing, String name, String definition) {
    return DETERMINED.matcher(definition).find()
        ? name + " is " + definition + "."
        : English.capital(thing.phrase()) + ": " + definition + ".";
  }

  private static Optional<Synset> sense(Thing thing) {
    Concept concept = thing.concept();
    int named = concept.names().indexOf(thing.phrase());
    if (named < 0) {
      return WordNet.shared().senses(thing.phrase()).stream().findFirst();
    }
    Optional<Synset> sense = WordNet.shared().sense(concept, named);
    for (int i = 0; sense.isEmpty() && i < concept.names().size(); i++) {
      sense = WordNet.shared().sense(concept, i);
    }
    return sense;
  }

  private static String definition(Synset synset) {
    String gloss = ASIDE.matcher(WordNet.definition(synset)).replaceAll(" ");
    String first = gloss.split("[;:]", 2)[0].replaceAll("\\s+", " ").replaceAll(" ,", ",").strip();
    first = first.replaceFirst("^an (?=[^aeiouAEIOUh])", "a ").replaceFirst("^a (?=[aeio])", "an ");
    return first.isEmpty() ? "something with a name of its own" : first;
  }
}
