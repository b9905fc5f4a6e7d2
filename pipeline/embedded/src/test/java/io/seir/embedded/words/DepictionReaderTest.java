package io.seir.embedded.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.embedded.world.Colour;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.View;
import io.seir.embedded.world.Vocabulary;
import io.seir.embedded.world.Weather;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepictionReaderTest {
  private final DepictionReader reader = DepictionReader.shared();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a cat and two dogs | cat, dog",
        "how penguins keep their eggs warm | penguin, egg",
        "a beagle | dog",
        "the hot dog stand | hot dog",
        "mice in a violin | mouse, violin",
        "birds fly south | bird",
        "a fly on the window | fly, window",
        "What does it do? | ''",
        "the meaning of justice | ''",
        "the sea lion at sea | seal"
      })
  void findsThings(String text, String names) {
    String found =
        String.join(
            ", ", reader.read(text).things().stream().map(t -> t.concept().name()).toList());
    assertEquals(names, found);
  }

  /** WordNet knows a fish called red drum; a drum may also be painted. */
  @Test
  void aColourIsNoPartOfTheNameOfWhatCanBePainted() {
    Thing drum = reader.read("a red drum").things().get(0);
    assertEquals("drum", drum.phrase());
    assertEquals(Optional.of(Colour.RED), drum.colour());
  }

  @Test
  void readsCountsStressAndSetting() {
    Depiction depiction =
        reader.read("A large cat, together with three owls in a meadow at night in the rain");
    assertEquals(1, depiction.things().get(0).count());
    assertTrue(depiction.things().get(0).stressed());
    assertEquals(3, depiction.things().get(1).count());
    assertFalse(depiction.things().get(1).stressed());
    assertEquals(Optional.of(Daytime.NIGHT), depiction.daytime());
    assertEquals(Optional.of(Weather.RAIN), depiction.weather());
    assertEquals(Optional.of(Ground.MEADOW), depiction.ground());
  }

  /** What is put into words comes out again, over the whole vocabulary. */
  @Test
  void readsItsOwnEnglish() {
    for (Concept concept : Vocabulary.shipped().concepts()) {
      Depiction one = Depiction.NOTHING.plus(Thing.of(concept)).withDaytime(Daytime.SUNSET);
      assertEquals(
          List.of(concept), reader.read(English.scene(one)).concepts(), English.scene(one));
      Thing two = new Thing(concept, concept.name(), 2, false, null);
      assertEquals(List.of(concept), reader.read(English.some(two)).concepts(), English.some(two));
    }
  }

  /** Number, colour, side, style, view and light, over all that comes in any colour. */
  @Test
  void readsItsOwnEnglishOfWholeScenes() {
    Concept tree = Vocabulary.shipped().named("tree").orElseThrow();
    int scenes = 0;
    for (Concept concept : Vocabulary.shipped().concepts()) {
      if (concept.anyColour() && English.isCountable(concept.name())) {
        Colour colour = Colour.values()[scenes % Colour.values().length];
        Depiction scene =
            Depiction.of(List.of(Thing.of(concept).times(2).in(colour), Thing.of(tree)))
                .withRelation(
                    scenes % 2 == 0
                        ? new Relation(Relation.Kind.LEFT_OF, concept, tree)
                        : new Relation(Relation.Kind.LEFT_OF, tree, concept))
                .withStyle(Style.values()[scenes % Style.values().length])
                .withView(View.values()[scenes % View.values().length])
                .withDaytime(Daytime.NIGHT);
        Depiction read = reader.read(English.scene(scene));
        // things come in the order of mention
        assertEquals(Set.copyOf(scene.things()), Set.copyOf(read.things()), English.scene(scene));
        assertEquals(scene.withThings(read.things()), read, English.scene(scene));
        scenes++;
      }
    }
    assertTrue(scenes > 20, "only " + scenes + " scenes");
  }

  @Test
  void aWishIsWhatTheQuestionAsksToSee() {
    Depiction wish =
        Wish.of("Why does a cat chase a mouse? Please show me a picture of a cat at night.");
    assertEquals(1, wish.things().size());
    assertEquals(Optional.of(Daytime.NIGHT), wish.daytime());
    assertFalse(Wish.asksForPicture("What is a cat?"));
  }
}
