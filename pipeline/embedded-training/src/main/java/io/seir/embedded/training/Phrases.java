package io.seir.embedded.training;

import io.seir.embedded.encoder.VisibleClass;
import io.seir.embedded.words.SentenceEncoder;
import io.seir.embedded.words.WordNet;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.sf.extjwnl.data.Synset;

/**
 * What each class is called in training: its names and synonyms, and for a thing its kinds in
 * WordNet (a beagle is a dog), as sentence embeddings. Kinds with an odd hash are held out.
 */
final class Phrases {
  private static final int KINDS = 24;

  private final List<float[][]> names = new ArrayList<>();
  private final List<float[][]> kinds = new ArrayList<>();

  Phrases() {
    Set<Long> named = namedSynsets();
    List<Concept> concepts = Vocabulary.shipped().concepts();
    for (int c = 0; c < VisibleClass.all().size(); c++) {
      names.add(embed(VisibleClass.all().get(c).phrases()));
      kinds.add(embed(c < concepts.size() ? kindsOf(concepts.get(c), named, false) : List.of()));
    }
  }

  private static float[][] embed(List<String> phrases) {
    return phrases.stream().map(SentenceEncoder.shared()::encode).toArray(float[][]::new);
  }

  /** The synsets that some concept stands for. */
  static Set<Long> namedSynsets() {
    Set<Long> named = new HashSet<>();
    for (Concept concept : Vocabulary.shipped().concepts()) {
      for (int i = 0; i < concept.names().size(); i++) {
        WordNet.shared().sense(concept, i).ifPresent(s -> named.add(s.getOffset()));
      }
    }
    return named;
  }

  /**
   * Up to 24 words for kinds of a concept, breadth first, without what another concept stands for.
   */
  static List<String> kindsOf(Concept concept, Set<Long> named, boolean heldOut) {
    List<Synset> queue = new ArrayList<>();
    for (int i = 0; i < concept.names().size(); i++) {
      WordNet.shared().sense(concept, i).ifPresent(queue::add);
    }
    Set<Long> visited = new HashSet<>(named);
    List<String> words = new ArrayList<>();
    for (int at = 0; at < queue.size() && words.size() < KINDS; at++) {
      for (Synset kind : WordNet.shared().hyponyms(queue.get(at))) {
        if (visited.add(kind.getOffset())) {
          queue.add(kind);
          String word = WordNet.lemmas(kind).get(0);
          if ((word.hashCode() & 3) == 3 == heldOut
              && word.chars().allMatch(c -> c == ' ' || Character.isLetter(c))) {
            words.add(word);
          }
        }
      }
    }
    return words.subList(0, Math.min(KINDS, words.size()));
  }

  /** One phrase a class, classes × 384. */
  float[] draw(Random random) {
    float[] out = new float[names.size() * SentenceEncoder.DIMENSION];
    for (int c = 0; c < names.size(); c++) {
      float[][] from =
          kinds.get(c).length > 0 && random.nextInt(5) == 0 ? kinds.get(c) : names.get(c);
      float[] phrase = random.nextInt(3) == 0 ? names.get(c)[0] : from[random.nextInt(from.length)];
      System.arraycopy(phrase, 0, out, c * SentenceEncoder.DIMENSION, SentenceEncoder.DIMENSION);
    }
    return out;
  }
}
