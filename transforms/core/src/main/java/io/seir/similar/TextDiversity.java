package io.seir.similar;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * How varied a set of texts is, by their n-grams of words. Words are lower-cased, NFKC-normalised
 * runs of letters and digits; n-grams do not cross from one text to the next.
 */
public final class TextDiversity {
  /** Method 1 of Chen and Cherry 2014: what stands for a count of zero. */
  private static final double EPSILON = 0.1;

  private TextDiversity() {}

  /**
   * Distinct-n (Li et al. 2016): different n-grams divided by all n-grams, over all texts together.
   * Higher is more varied. It falls as the number of words grows, so compare sets of like size.
   *
   * @return above 0, at most 1; empty if no text has n words
   */
  public static OptionalDouble distinct(List<String> texts, int n) {
    requirePositive(n);
    int[][] words = words(texts);
    int[][] grams = words;
    for (int order = 2; order <= n; order++) {
      grams = longer(grams, words, order);
    }
    int[] all = Arrays.stream(grams).flatMapToInt(Arrays::stream).toArray();
    return all.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) Arrays.stream(all).distinct().count() / all.length);
  }

  /**
   * Self-BLEU (Zhu et al. 2018): the mean over the texts of the BLEU of a text with all the others
   * as references. Lower is more varied.
   *
   * <p>The precisions of orders 1 to {@code maxOrder} weigh the same. Counts are clipped at the
   * largest count in one reference. A clipped count of 0 is taken as 0.1 (Chen and Cherry 2014,
   * method 1), except that a text sharing no word with the others scores 0. Orders for which a text
   * is too short are left out for that text. The brevity penalty uses the reference length closest
   * to the text's, the shorter of two as close. Texts without words are left out.
   *
   * @param maxOrder the longest n-grams, usually 4
   * @return from 0 to 1; empty if fewer than two texts have words
   */
  public static OptionalDouble selfBleu(List<String> texts, int maxOrder) {
    requirePositive(maxOrder);
    int[][] words =
        Arrays.stream(words(texts)).filter(text -> text.length > 0).toArray(int[][]::new);
    if (words.length < 2) {
      return OptionalDouble.empty();
    }
    double[] logs = new double[words.length];
    addLogPrecisions(words, 0, logs);
    int[][] grams = words;
    for (int order = 2; order <= maxOrder; order++) {
      grams = longer(grams, words, order);
      addLogPrecisions(grams, EPSILON, logs);
    }
    return OptionalDouble.of(mean(words, logs, maxOrder));
  }

  private static double mean(int[][] words, double[] logs, int maxOrder) {
    TreeMap<Integer, Integer> lengths = new TreeMap<>();
    for (int[] text : words) {
      lengths.merge(text.length, 1, Integer::sum);
    }
    double sum = 0;
    for (int text = 0; text < words.length; text++) {
      int length = words[text].length;
      double brevity = Math.min(0, 1 - (double) closest(lengths, length) / length);
      sum += StrictMath.exp(brevity + logs[text] / Math.min(maxOrder, length));
    }
    return sum / words.length;
  }

  private static void requirePositive(int order) {
    if (order < 1) {
      throw new IllegalArgumentException("expected n-grams of at least 1 word, got " + order);
    }
  }

  /** The words of each text as numbers from 0, the same word the same number everywhere. */
  private static int[][] words(List<String> texts) {
    Map<String, Integer> numbers = new HashMap<>();
    ToIntFunction<String> number = word -> numbers.computeIfAbsent(word, w -> numbers.size());
    return texts.stream()
        .map(text -> Words.of(text).stream().mapToInt(number).toArray())
        .toArray(int[][]::new);
  }

  /** The n-grams of each text as numbers from 0, made of those one word shorter and a last word. */
  private static int[][] longer(int[][] shorter, int[][] words, int order) {
    long[][] pairs = new long[words.length][];
    for (int text = 0; text < words.length; text++) {
      int[] starts = shorter[text];
      int[] ends = words[text];
      pairs[text] = new long[Math.max(0, ends.length - order + 1)];
      Arrays.setAll(pairs[text], i -> (long) starts[i] << 32 | ends[i + order - 1]);
    }
    // Searched, not put in a map: most n-grams occur once, and boxing them is slow.
    long[] different = different(Arrays.stream(pairs).flatMapToLong(Arrays::stream).toArray());
    return Arrays.stream(pairs)
        .map(text -> Arrays.stream(text).mapToInt(p -> Arrays.binarySearch(different, p)).toArray())
        .toArray(int[][]::new);
  }

  private static long[] different(long[] values) {
    Arrays.sort(values);
    int size = 0;
    for (int i = 0; i < values.length; i++) {
      if (i == 0 || values[i] != values[i - 1]) {
        values[size++] = values[i];
      }
    }
    return Arrays.copyOf(values, size);
  }

  /** Adds, to each text's sum, the logarithm of its precision for these n-grams. */
  private static void addLogPrecisions(int[][] grams, double unmatched, double[] logs) {
    LargestCounts largest = new LargestCounts(grams);
    for (int text = 0; text < grams.length; text++) {
      if (grams[text].length > 0) {
        int clipped = largest.clipped(grams[text], text);
        logs[text] += StrictMath.log((clipped == 0 ? unmatched : clipped) / grams[text].length);
      }
    }
  }

  /** The length closest to that of a text among the lengths of the other texts. */
  private static int closest(TreeMap<Integer, Integer> lengths, int length) {
    if (lengths.getOrDefault(length, 0) > 1) {
      return length;
    }
    Integer shorter = lengths.lowerKey(length);
    Integer longer = lengths.higherKey(length);
    if (shorter == null || longer == null) {
      return shorter != null ? shorter : longer != null ? longer : length;
    }
    return longer - length < length - shorter ? longer : shorter;
  }

  /** Per n-gram the two largest counts in one text, so that any one text can be left out. */
  private static final class LargestCounts {
    private final int[] first;
    private final int[] second;
    private final int[] holder;

    LargestCounts(int[][] grams) {
      int size = 1 + Arrays.stream(grams).flatMapToInt(Arrays::stream).max().orElse(-1);
      first = new int[size];
      second = new int[size];
      holder = new int[size];
      for (int text = 0; text < grams.length; text++) {
        int holding = text;
        forEach(grams[text], (gram, count) -> add(gram, count, holding));
      }
    }

    private void add(int gram, int count, int text) {
      if (count > first[gram]) {
        second[gram] = first[gram];
        first[gram] = count;
        holder[gram] = text;
      } else {
        second[gram] = Math.max(second[gram], count);
      }
    }

    /** The text's n-grams, each counted no more often than in any one of the other texts. */
    int clipped(int[] grams, int text) {
      int[] sum = {0};
      forEach(
          grams,
          (gram, count) ->
              sum[0] += Math.min(count, holder[gram] == text ? second[gram] : first[gram]));
      return sum[0];
    }

    private interface Counted {
      void accept(int gram, int count);
    }

    private static void forEach(int[] grams, Counted counted) {
      int[] sorted = grams.clone();
      Arrays.sort(sorted);
      int start = 0;
      for (int i = 1; i <= sorted.length; i++) {
        if (i == sorted.length || sorted[i] != sorted[start]) {
          counted.accept(sorted[start], i - start);
          start = i;
        }
      }
    }
  }
}
