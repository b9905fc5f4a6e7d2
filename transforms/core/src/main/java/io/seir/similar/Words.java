package io.seir.similar;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The normal form of a text, and its words. */
final class Words {
  private static final Pattern SPACE = Pattern.compile("(?U)\\s+");
  private static final String UNSPACED = "\\p{IsIdeographic}\\p{IsHiragana}\\p{IsKatakana}";
  private static final Pattern WORD =
      Pattern.compile(
          "["
              + UNSPACED
              + "]|[\\p{L}\\p{N}&&[^"
              + UNSPACED
              + "]][\\p{L}\\p{M}\\p{N}&&[^"
              + UNSPACED
              + "]]*");

  private Words() {}

  /** NFKC and lower case, each run of whitespace made one space, none at the ends. */
  static String normal(String text) {
    String lower = nfkc(text).toLowerCase(Locale.ROOT);
    // Once more, because some letters are composed in lower case only, such as U+01F0.
    return SPACE.matcher(nfkc(lower)).replaceAll(" ").strip();
  }

  private static String nfkc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /**
   * The words of the normal form, in order: runs of letters and digits with their combining marks.
   * Each ideograph or kana counts as a word, because Chinese and Japanese put no spaces between
   * words.
   */
  static List<String> of(String text) {
    return WORD.matcher(normal(text)).results().map(MatchResult::group).toList();
  }
}
