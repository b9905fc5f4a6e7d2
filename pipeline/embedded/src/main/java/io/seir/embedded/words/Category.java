package io.seir.embedded.words;

import io.seir.embedded.world.Concept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.sf.extjwnl.data.Synset;

/** The plain word for what a thing is, by WordNet: the nearest ancestor that people speak of. */
public final class Category {
  private static final int LEVELS = 12;

  /** What people say, by what WordNet says. */
  private static final Map<String, String> PLAIN = new LinkedHashMap<>();

  /** Only concepts of the vocabulary are asked about, so there are few. */
  private static final Map<Concept, Map<String, Integer>> KNOWN = new ConcurrentHashMap<>();

  static {
    for (String line : Resource.lines("categories.txt")) {
      int colon = line.indexOf(": ");
      PLAIN.put(line.substring(0, colon), line.substring(colon + 2));
    }
  }

  private Category() {}

  /** "mammal", "tool", "piece of clothing". */
  public static Optional<String> of(Concept concept) {
    return all(concept).keySet().stream().findFirst();
  }

  /** The nearest word for both: "animal", for a cat and an owl. */
  public static Optional<String> of(Concept one, Concept other) {
    Map<String, Integer> first = all(one);
    Map<String, Integer> second = all(other);
    String best = null;
    int least = Integer.MAX_VALUE;
    for (Map.Entry<String, Integer> entry : first.entrySet()) {
      Integer there = second.get(entry.getKey());
      if (there != null && there + entry.getValue() < least) {
        best = entry.getKey();
        least = there + entry.getValue();
      }
    }
    return Optional.ofNullable(best);
  }

  /** All words for it that people use, with their distance, nearest first. */
  private static Map<String, Integer> all(Concept concept) {
    return KNOWN.computeIfAbsent(
        concept, c -> sense(c).map(Category::climb).orElseGet(LinkedHashMap::new));
  }

  private static Optional<Synset> sense(Concept concept) {
    for (int i = 0; i < concept.names().size(); i++) {
      Optional<Synset> sense = WordNet.shared().sense(concept, i);
      if (sense.isPresent()) {
        return sense;
      }
    }
    return Optional.empty();
  }

  private static Map<String, Integer> climb(Synset from) {
    Map<String, Integer> found = new LinkedHashMap<>();
    List<Synset> level = List.of(from);
    for (int up = 0; up <= LEVELS && !level.isEmpty(); up++) {
      List<Synset> next = new ArrayList<>();
      for (Synset synset : level) {
        if (up > 0) {
          for (String lemma : WordNet.lemmas(synset)) {
            String plain = PLAIN.get(lemma);
            if (plain != null) {
              found.putIfAbsent(plain, up);
            }
          }
        }
        next.addAll(WordNet.shared().hypernyms(synset));
      }
      level = next;
    }
    return found;
  }
}
