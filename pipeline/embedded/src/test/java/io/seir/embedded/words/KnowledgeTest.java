package io.seir.embedded.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every thing is known, is meant in the sense of its group, and is seen somewhere. */
class KnowledgeTest {
  /**
   * What WordNet must call the things of a group, one of these; groups of many kinds are absent.
   */
  private static final Map<String, Set<String>> GROUPS =
      Map.ofEntries(
          Map.entry("beasts", Set.of("animal", "imaginary being")),
          Map.entry("small-beasts", Set.of("animal")),
          Map.entry("birds", Set.of("bird", "young")),
          Map.entry("flyers", Set.of("animal", "imaginary being")),
          Map.entry("sea-life", Set.of("animal", "shell", "covering")),
          Map.entry("vehicles", Set.of("artifact", "signal", "railway")),
          Map.entry("fruit", Set.of("fruit", "food", "plant part")),
          Map.entry(
              "vegetables", Set.of("vegetable", "food", "plant part", "plant", "seed", "pod")),
          Map.entry("dishes", Set.of("food", "helping", "container")),
          Map.entry("tools", Set.of("artifact", "compound", "macromolecule", "medicine", "matter")),
          Map.entry("clothes", Set.of("artifact", "martial art")));

  @Test
  void everyThingHasDefinitionLooksPlaceAndHabit() {
    List<String> gaps = new ArrayList<>();
    for (Concept concept : Vocabulary.shipped().concepts()) {
      Known known = Knowledge.shared().of(Thing.of(concept));
      for (Aspect aspect : List.of(Aspect.WHAT, Aspect.LOOKS, Aspect.WHERE, Aspect.HABIT)) {
        if (known.of(aspect).isEmpty()) {
          gaps.add(concept.name() + " " + aspect);
        }
      }
    }
    assertEquals(List.of(), gaps);
  }

  @Test
  void everySenseBelongsToItsGroup() {
    List<String> strangers = new ArrayList<>();
    for (Concept concept : Vocabulary.shipped().concepts()) {
      Set<String> allowed = GROUPS.get(concept.group());
      for (int i = 0; allowed != null && i < concept.names().size(); i++) {
        WordNet.shared()
            .sense(concept, i)
            .map(WordNet.shared()::ancestors)
            .filter(above -> above.stream().noneMatch(allowed::contains))
            .ifPresent(above -> strangers.add(concept.name() + ": " + above + "\n"));
      }
    }
    assertEquals(List.of(), strangers);
  }

  @Test
  void everyThingIsSeenSomewhereInCompany() {
    for (Concept concept : Vocabulary.shipped().concepts()) {
      assertFalse(Company.of(concept).isEmpty(), concept.name());
      for (Company place : Company.of(concept)) {
        assertFalse(place.besides(concept).isEmpty(), place.place());
      }
    }
  }

  @Test
  void noPlungerStandsBesideAWristwatchAndNoBathtubAtSea() {
    assertTrue(Company.of(named("plunger"), named("wristwatch")).isEmpty());
    assertTrue(
        Company.of(named("bathtub")).stream()
            .noneMatch(place -> place.ground() == io.seir.embedded.world.Ground.SEA));
  }

  @ParameterizedTest
  @CsvSource({"cat, owl, animal", "apple, banana, fruit", "hammer, saw, hand tool"})
  void twoThingsHaveAPlainWordInCommon(String one, String other, String word) {
    assertEquals(word, Category.of(named(one), named(other)).orElse(""));
  }

  @ParameterizedTest
  @CsvSource({
    "chess, a game of chess, chess, chess",
    "rice, some rice, rice, rice",
    "scissors, some scissors, scissors, scissors",
    "hourglass, an hourglass, an hourglass, hourglasses",
    "christmas tree, a Christmas tree, a Christmas tree, Christmas trees",
    "dna, some DNA, DNA, DNA",
    "saturn, Saturn, Saturn, Saturn",
    "mouse, a mouse, a mouse, mice",
    "wolf, a wolf, a wolf, wolves",
    "unicorn, a unicorn, a unicorn, unicorns",
    "ewe, a ewe, a ewe, ewes",
    "rhinoceros, a rhinoceros, a rhinoceros, rhinoceroses",
    "garlic bread, some garlic bread, garlic bread, garlic bread",
    "pair of scissors, a pair of scissors, a pair of scissors, pairs of scissors",
    "suv, an SUV, an SUV, SUVs",
    "kaaba, the Kaaba, the Kaaba, the Kaaba"
  })
  void nounsHaveTheirArticlesAndPlurals(String noun, String some, String any, String plural) {
    assertEquals(some, English.article(noun));
    assertEquals(any, English.anyOf(noun));
    assertEquals(plural, English.plural(noun));
  }

  private static Concept named(String name) {
    return Vocabulary.shipped().named(name).orElseThrow();
  }
}
