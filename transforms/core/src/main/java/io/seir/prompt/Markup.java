package io.seir.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tags of a prompt: escaping what goes in, and reading it back. */
public final class Markup {
  private Markup() {}

  /** The text with nothing left that could open or close a tag. */
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  /** The inverse of {@link #escape}. */
  public static String unescape(String text) {
    return text.replace("&lt;", "<").replace("&amp;", "&");
  }

  /** What stands in the first such tag, unescaped. */
  public static Optional<String> read(String prompt, String tag) {
    return raw(prompt, tag).stream().findFirst().map(Markup::unescape);
  }

  /** What stands in every such tag, still escaped. */
  public static List<String> raw(String prompt, String tag) {
    Matcher matcher =
        Pattern.compile("<" + tag + ">(.*?)</" + tag + ">", Pattern.DOTALL).matcher(prompt);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
