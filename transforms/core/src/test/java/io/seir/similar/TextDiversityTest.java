package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextDiversityTest {
  private static double selfBleu(int order, String... texts) {
    return TextDiversity.selfBleu(List.of(texts), order).orElseThrow();
  }

  @Test
  void distinctIsDifferentNgramsOfAll() {
    List<String> texts = List.of("A b, a.", "b c", "?");
    assertEquals(OptionalDouble.of(3 / 5.0), TextDiversity.distinct(texts, 1));
    assertEquals(OptionalDouble.of(1), TextDiversity.distinct(texts, 2)); // ab, ba, bc
    assertEquals(OptionalDouble.of(1), TextDiversity.distinct(texts, 3));
    assertEquals(OptionalDouble.empty(), TextDiversity.distinct(texts, 4));
    List<String> repeated = List.of("a b c a b c", "a b c");
    assertEquals(OptionalDouble.of(3 / 7.0), TextDiversity.distinct(repeated, 2)); // of 5 + 2
    assertEquals(OptionalDouble.of(3 / 5.0), TextDiversity.distinct(repeated, 3)); // of 4 + 1
    assertEquals(OptionalDouble.empty(), TextDiversity.distinct(List.of(), 1));
  }

  @Test
  void ordersStartAtOne() {
    assertThrows(IllegalArgumentException.class, () -> TextDiversity.distinct(List.of("a"), 0));
    assertThrows(IllegalArgumentException.class, () -> TextDiversity.selfBleu(List.of(), 0));
  }

  @Test
  void selfBleuByHand() {
    // 3/6 words, "the" clipped to once, and 2/5 pairs; then 3/3 and 2/2, but 3 words against 6.
    double expected = (Math.sqrt(3 / 6.0 * 2 / 5.0) + Math.exp(1 - 6 / 3.0)) / 2;
    assertEquals(expected, selfBleu(2, "The cat sat on the mat.", "the cat sat"), 1e-12);
  }

  @Test
  void sameTextsScoreOne() {
    assertEquals(1, selfBleu(4, "one two three four five", "One two three four five!"), 1e-12);
    assertEquals(1, selfBleu(4, "too short", "too short"), 1e-12);
  }

  @Test
  void textsWithoutACommonWordScoreZero() {
    assertEquals(0, selfBleu(4, "a b c d e", "f g h i j", "k l m n o"));
  }

  /** Words in common but no pair: 0.1 stands for the count of pairs. */
  @Test
  void longerNgramsAreSmoothed() {
    assertEquals(Math.sqrt(2 / 3.0 * 0.1 / 2), selfBleu(2, "a x b", "b y a"), 1e-12);
  }

  @Test
  void theShorterOfTwoLengthsAsCloseIsTaken() {
    // "a a a" against lengths 2 and 4: no penalty. Of the others, the first is matched wholly.
    double[] bleus = {Math.exp(1 - 3 / 2.0), 1, 3 / 4.0};
    double expected = Arrays.stream(bleus).sum() / 3;
    assertEquals(expected, selfBleu(1, "a a", "a a a", "a a a a"), 1e-12);
  }

  @Test
  void twoTextsWithWordsAreNeeded() {
    assertEquals(OptionalDouble.empty(), TextDiversity.selfBleu(List.of("a b", "...", ""), 4));
    assertEquals(1, selfBleu(4, "a b", "...", "a b"), 1e-12);
  }

  private static List<String> randomTexts(Random random, int texts, int longest, int vocabulary) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < texts; i++) {
      StringBuilder text = new StringBuilder("start");
      int length = random.nextInt(longest);
      for (int word = 0; word < length; word++) {
        text.append(' ').append('w').append(random.nextInt(vocabulary));
      }
      made.add(text.toString());
    }
    return made;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void selfBleuIsThatOfBruteForce(long seed) {
    List<String> texts = randomTexts(new Random(seed), 40, 30, 5 + (int) seed * 3);
    for (int order = 1; order <= 5; order++) {
      double sum = 0;
      for (int i = 0; i < texts.size(); i++) {
        List<String> others = new ArrayList<>(texts);
        others.remove(i);
        sum += bleu(texts.get(i), others, order);
      }
      double actual = TextDiversity.selfBleu(texts, order).orElseThrow();
      assertEquals(sum / texts.size(), actual, 1e-12, "order " + order);
    }
  }

  private static double bleu(String text, List<String> references, int maxOrder) {
    double logs = 0;
    int orders = 0;
    for (int order = 1; order <= maxOrder; order++) {
      int total = 0;
      int matched = 0;
      for (Map.Entry<List<String>, Integer> gram : counts(text, order).entrySet()) {
        int most = 0;
        for (String reference : references) {
          most = Math.max(most, counts(reference, order).getOrDefault(gram.getKey(), 0));
        }
        total += gram.getValue();
        matched += Math.min(most, gram.getValue());
      }
      if (total > 0) {
        double count = matched > 0 ? matched : order == 1 ? 0 : 0.1;
        logs += Math.log(count / total);
        orders++;
      }
    }
    int length = text.split(" ").length;
    int closest = Integer.MAX_VALUE;
    for (String reference : references) {
      int other = reference.split(" ").length;
      int gain = Math.abs(closest - length) - Math.abs(other - length);
      closest = gain > 0 || (gain == 0 && other < closest) ? other : closest;
    }
    double penalty = length > closest ? 1 : Math.exp(1 - (double) closest / length);
    return penalty * Math.exp(logs / orders);
  }

  private static Map<List<String>, Integer> counts(String text, int order) {
    List<String> words = List.of(text.split(" "));
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + order <= words.size(); i++) {
      counts.merge(words.subList(i, i + order), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void variedTextsScoreLowerThanRepetitiveOnes() {
    List<String> varied = randomTexts(new Random(1), 500, 160, 5000);
    List<String> repetitive = randomTexts(new Random(1), 500, 160, 20);
    double low = TextDiversity.selfBleu(varied, 4).orElseThrow();
    double high = TextDiversity.selfBleu(repetitive, 4).orElseThrow();
    assertTrue(low < 0.3 && high > 0.6, low + " " + high);
  }
}
