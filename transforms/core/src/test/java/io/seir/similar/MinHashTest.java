package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinHashTest {
  private static MinHash hash(String text) {
    return MinHash.of(text).orElseThrow();
  }

  private static String words(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "w" + random.nextInt(5000))
        .collect(Collectors.joining(" "));
  }

  private static Set<String> shingles(String text) {
    String[] words = text.split(" ");
    return IntStream.range(0, words.length - 2)
        .mapToObj(i -> String.join(" ", Arrays.copyOfRange(words, i, i + 3)))
        .collect(Collectors.toSet());
  }

  private static double jaccard(String a, String b) {
    Set<String> all = new HashSet<>(shingles(a));
    all.addAll(shingles(b));
    Set<String> both = new HashSet<>(shingles(a));
    both.retainAll(shingles(b));
    return (double) both.size() / all.size();
  }

  private static boolean shareBand(String a, String b) {
    Set<Long> keys = LongStream.of(hash(a).bands()).boxed().collect(Collectors.toSet());
    return LongStream.of(hash(b).bands()).anyMatch(keys::contains);
  }

  /** Texts of 200 words that have a first part in common. */
  @ParameterizedTest
  @ValueSource(ints = {0, 40, 80, 120, 160, 180, 195, 200})
  void theEstimateIsNearTheJaccardSimilarity(int common) {
    double bias = 0;
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      String start = words(random, common);
      String a = (start + " " + words(random, 200 - common)).strip();
      String b = (start + " " + words(random, 200 - common)).strip();
      double miss = hash(a).similarity(hash(b)) - jaccard(a, b);
      assertEquals(0, miss, 0.12, "seed " + seed);
      bias += miss / 20;
    }
    assertEquals(0, bias, 0.03);
  }

  @Test
  void nearDuplicatesShareABand() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      String[] words = words(random, 80).split(" ");
      String text = String.join(" ", words);
      words[random.nextInt(80)] = "other";
      assertTrue(shareBand(text, String.join(" ", words)), "seed " + seed);
      assertFalse(shareBand(text, words(random, 80)), "seed " + seed);
    }
  }

  /** Of pairs of similarity 1/2, some 6 % share a band; with rows fewer or bands more, many do. */
  @Test
  void theCurveIsThatOfSixteenBandsOfEightRows() {
    int shared = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      String start = words(random, 136);
      String a = start + " " + words(random, 64);
      String b = start + " " + words(random, 64);
      assertEquals(0.5, jaccard(a, b), 0.02);
      shared += shareBand(a, b) ? 1 : 0;
    }
    assertEquals(0.06, shared / 400.0, 0.04);
  }

  @Test
  void thereAreSixteenDifferentBands() {
    assertEquals(16, LongStream.of(hash("one two three four").bands()).distinct().count());
  }

  @Test
  void onlyWordsCount() {
    String text = "The Cat sat, on the MAT!";
    assertEquals(hash("the cat sat on the mat"), hash(text));
    assertEquals(hash("ｔｈｅ ｃａｔ sat\u00A0on (the) \u201Cmat\u201D"), hash(text));
    assertNotEquals(hash("the cat sat on the rug"), hash(text));
    assertEquals(1, hash("the cat sat on the mat").similarity(hash(text)));
  }

  @Test
  void orderCounts() {
    assertTrue(hash("a b c d e f g h").similarity(hash("h g f e d c b a")) < 0.1);
  }

  @Test
  void shortTextsAreOneShingle() {
    assertEquals(1, hash("Hello, world").similarity(hash("hello world")));
    assertEquals(0, hash("hello world").similarity(hash("hello")), 0.02);
    assertEquals(0, hash("ab c").similarity(hash("a bc")), 0.02);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n", "?! – …"})
  void withoutWordsThereIsNone(String text) {
    assertEquals(Optional.empty(), MinHash.of(text));
  }

  /** Signatures may be stored, so they must never change. */
  @Test
  void theSignatureIsFixed() {
    assertEquals(1807189897688570602L, hash("the quick brown fox jumps").bands()[0]);
  }

  @Test
  void theNormalFormIsForExactDuplicates() {
    assertEquals("a b, c", MinHash.normal(" A\t b,\r\n\u00A0\u2003C "));
    assertEquals("ﬁne ２".length() + 1, MinHash.normal("ﬁne ２").length());
    assertEquals("fine 2", MinHash.normal("ﬁne ２"));
    assertEquals(MinHash.normal("caf\u00E9"), MinHash.normal("CAFE\u0301"));
    assertEquals("\u01F0", MinHash.normal("J\u030C"));
    for (String text : List.of("\u0130stanbul", "\u01C5", "\u03A3\u0391\u03A3", "\uFDFA x")) {
      String normal = MinHash.normal(text);
      assertEquals(normal, MinHash.normal(normal));
    }
  }

  @Test
  void wordsAreThoseOfAnyScript() {
    assertEquals(List.of("don", "t", "3d", "ünïcode"), Words.of("Don't 3D-Üni\u0308code"));
    assertEquals(List.of("हिन्दी", "में"), Words.of("हिन्दी में।"));
    assertEquals(List.of("猫", "は", "cat", "2", "匹"), Words.of("猫はcat 2匹。"));
  }
}
