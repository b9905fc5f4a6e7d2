package io.seir.embedded.words;

import io.seir.embedded.world.Concept;

/**
 * A drawable thing that a text mentions.
 *
 * @param concept how it is drawn: itself, or its nearest drawable ancestor in WordNet
 * @param phrase what the text calls it, singular, lower case
 * @param count how many; 1 if the text does not say
 * @param stressed whether the text asks for it large or clearly visible
 */
public record Thing(Concept concept, String phrase, int count, boolean stressed) {
  /** One of it, as the vocabulary calls it. */
  public static Thing of(Concept concept) {
    return new Thing(concept, concept.name(), 1, false);
  }

  /** What to look for: the phrase if it is a name of the concept, else (a kind of it) the name. */
  public String visiblePhrase() {
    return concept.names().contains(phrase) ? phrase : concept.name();
  }

  /** The same thing, asked for clearly. */
  public Thing stress() {
    return new Thing(concept, phrase, count, true);
  }
}
