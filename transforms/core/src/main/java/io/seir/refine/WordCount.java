package io.seir.refine;

import java.util.StringTokenizer;

/** Words as the limits of METHOD count them: separated by white space. */
final class WordCount {
  static final int QUESTION_LIMIT = 50;
  static final int CAPTION_LIMIT = 65;

  private WordCount() {}

  /**
   * Points lost for length: none within the limit, then growing to the whole rating at twice it.
   */
  static double penalty(String text, int limit) {
    int words = new StringTokenizer(text).countTokens();
    return Math.min(Critique.HIGHEST, Math.max(0, words - limit) * Critique.HIGHEST / limit);
  }
}
