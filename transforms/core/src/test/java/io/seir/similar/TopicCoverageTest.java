package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicCoverageTest {
  private static final double TOLERANCE = 1e-12;
  private static final Set<String> LEAVES =
      Set.of("Nature/Animals/Cat", "Nature/Animals/Dog", "Nature/Sea", "City/Streets", "Art");

  private static TopicCoverage of(Map<String, Long> counts, Set<String> leaves) {
    return TopicCoverage.of(counts, leaves).orElseThrow();
  }

  private static double entropy(double... shares) {
    double entropy = 0;
    for (double share : shares) {
      entropy -= share * Math.log(share);
    }
    return entropy;
  }

  private static void assertLevel(
      int depth, int seen, int known, double entropy, TopicCoverage.Level level) {
    assertEquals(depth, level.depth());
    assertEquals(seen, level.seen());
    assertEquals(known, level.known());
    assertEquals((double) seen / known, level.coverage());
    assertEquals(entropy, level.entropy(), TOLERANCE);
    assertEquals(entropy / Math.log(known), level.normalisedEntropy(), TOLERANCE);
  }

  @Test
  void everyLevelByHand() {
    TopicCoverage coverage =
        of(Map.of("Nature/Animals/Cat", 4L, "Nature/Animals/Dog", 2L, "Art", 2L), LEAVES);
    assertEquals(3, coverage.levels().size());
    assertLevel(1, 2, 3, entropy(0.75, 0.25), coverage.levels().get(0));
    assertLevel(2, 2, 4, entropy(0.75, 0.25), coverage.levels().get(1));
    assertLevel(3, 3, 5, entropy(0.5, 0.25, 0.25), coverage.levels().get(2));
    assertEquals(coverage.levels().get(2), coverage.leaves());
    assertEquals(0, coverage.unlisted());
  }

  @Test
  void withNoLeavesListedThoseCountedAreKnown() {
    TopicCoverage coverage = of(Map.of("A/B", 3L, "A/C", 3L, "D/E", 0L), Set.of());
    assertLevel(1, 1, 2, 0, coverage.levels().get(0));
    assertLevel(2, 2, 3, Math.log(2), coverage.leaves());
    assertEquals(0, coverage.unlisted());
  }

  @Test
  void topicsNotListedAreKnownTooAndReported() {
    TopicCoverage coverage = of(Map.of("Art", 1L, "Music", 1L, "Nature/Sea/Deep", 1L), LEAVES);
    assertEquals(2, coverage.unlisted());
    assertLevel(3, 3, 7, Math.log(3), coverage.leaves());
  }

  @Test
  void equalCountsOfAllLeavesAreEven() {
    Map<String, Long> counts =
        Stream.concat(LEAVES.stream(), Stream.of("X"))
            .collect(Collectors.toMap(leaf -> leaf, leaf -> 7L));
    TopicCoverage coverage = of(counts, Set.of());
    assertEquals(1, coverage.leaves().coverage());
    assertEquals(1, coverage.leaves().normalisedEntropy(), TOLERANCE);
  }

  @Test
  void oneLeafIsEvenOnceSeen() {
    assertEquals(1, of(Map.of("Art", 9L), Set.of()).leaves().normalisedEntropy());
    assertEquals(0, of(Map.of(), Set.of("Art")).leaves().normalisedEntropy());
  }

  @Test
  void nothingCountedCoversNothing() {
    assertLevel(3, 0, 5, 0, of(Map.of("Art", 0L), LEAVES).leaves());
    assertEquals(Optional.empty(), TopicCoverage.of(Map.of(), Set.of()));
  }

  @Test
  void impossibleInputIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> TopicCoverage.of(Map.of("Art", -1L), Set.of()));
    assertThrows(IllegalArgumentException.class, () -> new TopicCoverage(List.of(), 0));
  }
}
