package io.seir.safety;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Flags turns whose texts contain personal data: {@code personal:email}, {@code personal:card} (13
 * to 19 digits that pass Luhn's check), {@code personal:ip} and {@code personal:phone} (numbers
 * with a country code that are valid by libphonenumber). Found by pattern, so made-up data is
 * flagged like any other, and names are not found.
 */
public final class PersonalData {
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,5}\\.[A-Za-z]{2,24}");

  private static final Pattern DIGITS =
      Pattern.compile("(?<![\\d.,])\\d(?:[ -]?\\d){12,18}(?![\\d.,]*\\d)");

  private static final Pattern IP =
      Pattern.compile(
          "(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\d.]*\\d)");

  private static final int MAX_PHONE_TRIES = 100;
  private static final String NO_REGION = "ZZ";

  private PersonalData() {}

  /** The sample with its turns flagged. */
  public static Sample mark(Sample sample) {
    return sample.mapTurns(turn -> turn.plusFlags(find(text(turn))));
  }

  private static String text(Turn turn) {
    return Stream.of(turn.question(), turn.answer(), turn.caption())
        .flatMap(Optional::stream)
        .collect(Collectors.joining("\n"));
  }

  /** The labels of what a text contains, in order. */
  public static SortedSet<String> find(String text) {
    SortedSet<String> found = new TreeSet<>();
    if (EMAIL.matcher(text).find()) {
      found.add("personal:email");
    }
    Matcher digits = DIGITS.matcher(text);
    while (digits.find()) {
      if (passesLuhn(digits.group())) {
        found.add("personal:card");
      }
    }
    if (IP.matcher(text).find()) {
      found.add("personal:ip");
    }
    for (PhoneNumberMatch match :
        PhoneNumberUtil.getInstance()
            .findNumbers(text, NO_REGION, PhoneNumberUtil.Leniency.VALID, MAX_PHONE_TRIES)) {
      if (match.rawString().startsWith("+")) {
        found.add("personal:phone");
      }
    }
    return found;
  }

  private static boolean passesLuhn(String digits) {
    int sum = 0;
    boolean twice = false;
    boolean same = true;
    String plain = digits.replaceAll("\\D", "");
    for (int i = plain.length() - 1; i >= 0; i--, twice = !twice) {
      int digit = plain.charAt(i) - '0';
      int value = twice ? 2 * digit : digit;
      sum += value > 9 ? value - 9 : value;
      same &= plain.charAt(i) == plain.charAt(0);
    }
    return sum % 10 == 0 && !same;
  }
}
