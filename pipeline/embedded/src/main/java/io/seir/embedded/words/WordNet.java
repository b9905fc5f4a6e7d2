package io.seir.embedded.words;

import io.seir.embedded.world.Concept;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.PointerTarget;
import net.sf.extjwnl.data.PointerType;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.data.Word;
import net.sf.extjwnl.dictionary.Dictionary;

/**
 * The nouns of WordNet 3.1, from its jar. Loaded once a class loader, in about half a second.
 * Thread-safe.
 */
public final class WordNet {
  private static final WordNet SHARED = new WordNet();

  private final Dictionary dictionary;

  private WordNet() {
    try {
      dictionary = Dictionary.getDefaultResourceInstance();
    } catch (JWNLException e) {
      throw new IllegalStateException("WordNet does not load from its jar", e);
    }
  }

  public static WordNet shared() {
    return SHARED;
  }

  /** The noun senses of a word or compound, most frequent first; empty if it is no noun. */
  public synchronized List<Synset> senses(String lemma) {
    try {
      IndexWord word = dictionary.getIndexWord(POS.NOUN, lemma);
      return word == null ? List.of() : word.getSenses();
    } catch (JWNLException e) {
      throw new IllegalStateException("WordNet fails on '" + lemma + "'", e);
    }
  }

  /** What a word means by itself: its first sense; the animal rather than its meat. */
  public Optional<Synset> meant(String lemma) {
    List<Synset> senses = senses(lemma);
    Optional<Synset> first = senses.stream().findFirst();
    boolean meat =
        first.filter(s -> s.getLexFileName().equals("noun.food")).isPresent()
            && first.get().getGloss().matches("(the )?(flesh|meat) .*|.*\\b(flesh|meat) of .*");
    return meat
        ? senses.stream()
            .filter(s -> s.getLexFileName().equals("noun.animal"))
            .findFirst()
            .or(() -> first)
        : first;
  }

  /** The singular of a noun, or empty if WordNet knows no noun with this form. */
  public synchronized Optional<String> singular(String noun) {
    try {
      IndexWord word =
          dictionary
              .getMorphologicalProcessor()
              .lookupBaseForm(POS.NOUN, noun.toLowerCase(Locale.ROOT));
      return Optional.ofNullable(word).map(IndexWord::getLemma);
    } catch (JWNLException e) {
      throw new IllegalStateException("WordNet fails on '" + noun + "'", e);
    }
  }

  /** What a synset is a kind of, directly. */
  public synchronized List<Synset> hypernyms(Synset synset) {
    return targets(synset, PointerType.HYPERNYM);
  }

  /** All words for what a synset is a kind of, at any distance, its own included. */
  public Set<String> ancestors(Synset synset) {
    Set<String> words = new LinkedHashSet<>();
    Set<Long> visited = new HashSet<>();
    Deque<Synset> open = new ArrayDeque<>(List.of(synset));
    while (!open.isEmpty()) {
      Synset next = open.remove();
      if (visited.add(next.getOffset())) {
        words.addAll(lemmas(next));
        open.addAll(hypernyms(next));
      }
    }
    return words;
  }

  /** The kinds of a synset, directly. */
  public synchronized List<Synset> hyponyms(Synset synset) {
    return targets(synset, PointerType.HYPONYM);
  }

  /** What a synset is made up of. */
  public synchronized List<Synset> parts(Synset synset) {
    return targets(synset, PointerType.PART_MERONYM);
  }

  private static List<Synset> targets(Synset synset, PointerType relation) {
    try {
      return synset.getTargets(relation).stream().map(PointerTarget::getSynset).toList();
    } catch (JWNLException e) {
      throw new IllegalStateException("WordNet fails on " + synset.getKey(), e);
    }
  }

  /** The words of a synset, capitals kept. */
  public static List<String> lemmas(Synset synset) {
    return synset.getWords().stream()
        .map(Word::getLemma)
        .map(lemma -> lemma.replace('_', ' '))
        .toList();
  }

  /** The definition of a synset, without its examples. */
  public static String definition(Synset synset) {
    String gloss = synset.getGloss();
    int end = gloss.indexOf("; \"");
    return (end < 0 ? gloss : gloss.substring(0, end)).trim();
  }

  /** What the {@code i}-th name of a concept means: what its first name means, if it can. */
  public Optional<Synset> sense(Concept concept, int i) {
    int number = concept.senses().get(i);
    List<Synset> senses = number == 0 ? List.of() : senses(concept.names().get(i));
    if (number > 0) {
      return senses.size() < number ? Optional.empty() : Optional.of(senses.get(number - 1));
    }
    Optional<Synset> shared =
        i == 0 ? Optional.empty() : sense(concept, 0).filter(senses::contains);
    if (shared.isPresent()) {
      return shared;
    }
    for (String kind : concept.kinds()) {
      for (Synset sense : senses) {
        if (sense.getLexFileName().equals("noun." + kind)) {
          return Optional.of(sense);
        }
      }
    }
    return Optional.empty();
  }
}
