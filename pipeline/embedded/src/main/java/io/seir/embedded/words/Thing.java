package io.seir.embedded.words;

import io.seir.embedded.world.Colour;
import io.seir.embedded.world.Concept;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A drawable thing that a text mentions.
 *
 * @param concept how it is drawn: itself, or its nearest drawable ancestor in WordNet
 * @param phrase what the text calls it, singular, lower case
 * @param count how many; 1 if the text does not say
 * @param stressed whether the text asks for it large or clearly visible
 * @param colourOrNull the colour that the text asks for; only things that come in any colour have
 *     one
 */
public record Thing(
    Concept concept, String phrase, int count, boolean stressed, @Nullable Colour colourOrNull) {
  public Thing {
    colourOrNull = concept.anyColour() ? colourOrNull : null;
  }

  /** One of it, as the vocabulary calls it. */
  public static Thing of(Concept concept) {
    return new Thing(concept, concept.name(), 1, false, null);
  }

  public Optional<Colour> colour() {
    return Optional.ofNullable(colourOrNull);
  }

  /** What to look for: the phrase if it is a name of the concept, else (a kind of it) the name. */
  public String visiblePhrase() {
    return concept.names().contains(phrase) ? phrase : concept.name();
  }

  /** The same thing, asked for clearly. */
  public Thing stress() {
    return new Thing(concept, phrase, count, true, colourOrNull);
  }

  /** As many of it. */
  public Thing times(int other) {
    return new Thing(concept, phrase, other, stressed, colourOrNull);
  }

  /** In a colour; unchanged if it does not come in any. */
  public Thing in(@Nullable Colour other) {
    return new Thing(concept, phrase, count, stressed, other);
  }
}
