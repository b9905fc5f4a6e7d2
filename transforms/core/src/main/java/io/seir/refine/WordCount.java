package io.seir.refine;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Counts words for the limits of METHOD, in any script, by the JDK's word boundaries. In scripts
 * without spaces between words (Chinese, Japanese, Thai and others), two characters count as one
 * word, which is about the length of a word.
 */
final class WordCount {
  static final int QUESTION_LIMIT = 50;
  static final int CAPTION_LIMIT = 65;

  private static final int UNSPACED_LENGTH = 2;

  private WordCount() {}

  /** The number of words. */
  static int of(String text) {
    BreakIterator words = BreakIterator.getWordInstance(Locale.ROOT);
    words.setText(text);
    int count = 0;
    int unspaced = 0;
    int start = words.first();
    for (int end = words.next(); end != BreakIterator.DONE; start = end, end = words.next()) {
      boolean counted = false;
      for (int i = start; i < end; i += Character.charCount(text.codePointAt(i))) {
        int point = text.codePointAt(i);
        if (isUnspaced(point)) {
          unspaced++;
        } else if (!counted && Character.isLetterOrDigit(point)) {
          counted = true;
          count++;
        }
      }
    }
    return count + (unspaced + UNSPACED_LENGTH - 1) / UNSPACED_LENGTH;
  }

  private static boolean isUnspaced(int point) {
    return switch (Character.UnicodeScript.of(point)) {
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR, TIBETAN ->
          Character.isLetterOrDigit(point);
      default -> false;
    };
  }

  /**
   * A critic's rating minus a penalty for length: nothing within the limit, then growing to the
   * whole rating at twice the limit.
   */
  static OptionalDouble lessLength(OptionalDouble rating, String text, int limit) {
    double over = Math.max(0, of(text) - limit) * Critique.HIGHEST / limit;
    double lost = Math.min(Critique.HIGHEST, over);
    return rating.isEmpty() ? rating : OptionalDouble.of(rating.getAsDouble() - lost);
  }
}
