package io.seir.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.sample.Sample;
import io.seir.sample.Topic;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DialoguePlanTest {
  private static DialoguePlan plan(long seed) {
    return new DialoguePlan(
        seed,
        1000,
        2,
        4,
        IntStream.range(0, 100).mapToObj(i -> Topic.of("topic " + i)).toList(),
        IntStream.range(0, 50).mapToObj(i -> "template " + i).toList());
  }

  @Test
  void rangesDoNotMatter() {
    List<Sample> whole = plan(7).samples(0, 1000);
    assertEquals(whole.subList(350, 420), plan(7).samples(350, 420));
    assertEquals(1000, whole.stream().map(Sample::id).distinct().count());
    assertEquals(1000, whole.stream().map(Sample::seed).distinct().count());
  }

  @Test
  void everyTopicComesOnceBeforeAnyComesTwice() {
    List<Sample> seeds = plan(7).samples(0, 200);
    assertEquals(100, seeds.subList(0, 100).stream().map(Sample::topic).distinct().count());
    assertEquals(100, seeds.subList(100, 200).stream().map(Sample::topic).distinct().count());
    assertTrue(
        !seeds.subList(0, 100).stream()
            .map(Sample::topic)
            .toList()
            .equals(seeds.subList(100, 200).stream().map(Sample::topic).toList()),
        "each time in another order");
  }

  /** The reference implementation drew one template a dialogue. */
  @Test
  void templatesAreDrawnAnewForEveryTurn() {
    long varied =
        plan(7).samples(0, 200).stream()
            .filter(seed -> new HashSet<>(seed.templates()).size() > 1)
            .count();
    assertTrue(varied > 190, varied + " of 200 dialogues");
  }

  @Test
  void turnsCoverTheRangeAndSeedsMatter() {
    Set<Integer> lengths = new HashSet<>();
    plan(7).samples(0, 100).forEach(seed -> lengths.add(seed.templates().size()));
    assertEquals(Set.of(2, 3, 4), lengths);
    assertTrue(!plan(7).samples(0, 10).equals(plan(8).samples(0, 10)));
  }

  @Test
  void idsDoNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("fa-IR"));
      assertEquals("s7-0000003", plan(7).samples(3, 4).get(0).id());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void nonsenseIsRefused() {
    List<Topic> topics = List.of(Topic.of("a"));
    assertThrows(
        IllegalArgumentException.class, () -> new DialoguePlan(1, 0, 1, 1, topics, List.of("x")));
    assertThrows(
        IllegalArgumentException.class, () -> new DialoguePlan(1, 1, 2, 1, topics, List.of("x")));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DialoguePlan(1, 1, 1, 1, List.of(), List.of("x")));
  }
}
