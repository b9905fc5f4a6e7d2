package io.seir.journal;

import java.util.regex.Pattern;

/** Where a dialogue's calls are stored: at most 1,000 dialogues per folder. */
final class JournalNames {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,80}");
  private static final int LAST_DIGITS = 3;

  private JournalNames() {}

  /** {@code s7-0000123} is in {@code s7-0000/s7-0000123}. */
  static String of(String dialogue) {
    if (!ID.matcher(dialogue).matches()) {
      throw new IllegalArgumentException("no id of a dialogue: " + dialogue);
    }
    return dialogue.substring(0, Math.max(1, dialogue.length() - LAST_DIGITS)) + "/" + dialogue;
  }
}
