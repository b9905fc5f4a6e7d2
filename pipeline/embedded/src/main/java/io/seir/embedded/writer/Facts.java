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
  private static final Pattern ASIDE = Pattern.compile("\\([^)]*\\)|\"[^\"]*\"|`[^']*'");
  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z -]+");
  private static final int KINDS = 3;

  private Facts() {}

  /** The definition first; then what else is known. At least one sentence. */
  static List<String> of(Thing thing) {
    Optional<Synset> sense = sense(thing);
    List<String> facts = new ArrayList<>();
    String name = English.capital(English.article(thing.phrase()));
    if (sense.isEmpty()) {
      facts.add(name + " is something most people know at first sight.");
      return facts;
    }
    facts.add(name + " is " + definition(sense.get()) + ".");
    WordNet.shared().hypernyms(sense.get()).stream()
        .map(kind -> WordNet.lemmas(kind).get(0))
        .filter(kind -> PLAIN.matcher(kind).matches())
        .findFirst()
        .ifPresent(
            kind ->
                facts.add(
                    "People count it among the kinds of " + kind + ", which says where it belongs."));
    List<String> kinds =
        WordNet.shared().hyponyms(sense.get()).stream()
            .map(kind -> WordNet.lemmas(kind).get(0))
            .filter(kind -> PLAIN.matcher(kind).matches())
            .limit(KINDS)
            .toList();
    if (!kinds.isEmpty()) {
      facts.add("Well-known kinds are the " + English.list(kinds) + ".");
    }
    return facts;
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
    return first.isEmpty() ? "something with a name of its own" : first;
  }
}
