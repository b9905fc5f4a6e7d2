package io.seir.prompt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tags of a prompt. Values are placed between them unchanged, so that {@code R&B} and {@code
 * <b>} come back as they were. If a value contains one of the tags, all tags of the prompt get a
 * number that no value uses, so that nothing inside can close them.
 */
public final class Markup {
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z_]+)>");
  private static final Pattern FIRST = Pattern.compile("<[a-z_]+(-\\d+)?>");

  private Markup() {}

  /** The names of the tags in a text. */
  static List<String> tags(String text) {
    List<String> names = new ArrayList<>();
    Matcher tag = TAG.matcher(text);
    while (tag.find()) {
      if (!names.contains(tag.group(2))) {
        names.add(tag.group(2));
      }
    }
    return names;
  }

  /** What is added to the names of these tags so that no value contains one; usually nothing. */
  static String suffix(List<String> tags, Collection<String> values) {
    Pattern inside =
        Pattern.compile(
            "<\\s{0,20}/?\\s{0,20}(?:" + String.join("|", tags) + ")(?:-(\\d{1,9}))?\\b",
            Pattern.CASE_INSENSITIVE);
    Set<Integer> used = new HashSet<>();
    for (String value : tags.isEmpty() ? List.<String>of() : values) {
      Matcher tag = inside.matcher(value);
      while (tag.find()) {
        used.add(tag.group(1) == null ? 0 : Integer.parseInt(tag.group(1)));
      }
    }
    int number = used.isEmpty() ? 0 : 1;
    while (used.contains(number)) {
      number++;
    }
    return number == 0 ? "" : "-" + number;
  }

  /** The text with something added to the names of its tags. */
  static String with(String suffix, String text) {
    return suffix.isEmpty() ? text : TAG.matcher(text).replaceAll("<$1$2" + suffix + ">");
  }

  /** The unchanged content of the first such tag in a prompt. */
  public static Optional<String> read(String prompt, String tag) {
    return all(prompt, tag).stream().findFirst();
  }

  /** The content of every such tag in a prompt. */
  public static List<String> all(String prompt, String tag) {
    Matcher first = FIRST.matcher(prompt);
    String name = tag + (first.find() && first.group(1) != null ? first.group(1) : "");
    Matcher matcher =
        Pattern.compile("<" + name + ">(.*?)</" + name + ">", Pattern.DOTALL).matcher(prompt);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
