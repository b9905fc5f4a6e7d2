package io.seir.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A system text and a user text with places like {@code {{topic}}}. */
final class PromptTemplate {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
  private static final String USER = "=== user ===";

  private final String system;
  private final String user;

  private PromptTemplate(String system, String user) {
    this.system = system;
    this.user = user;
  }

  static PromptTemplate load(String name) {
    String resource = name + ".txt";
    try (InputStream in = PromptTemplate.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no prompt " + resource);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int at = text.indexOf(USER);
      if (at < 0) {
        throw new IllegalStateException(resource + " has no line " + USER);
      }
      return new PromptTemplate(
          text.substring(0, at).strip(), text.substring(at + USER.length()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String system() {
    return system;
  }

  /**
   * @throws IllegalArgumentException if a place has no value
   */
  String user(Map<String, String> values) {
    Matcher place = PLACE.matcher(user);
    StringBuilder out = new StringBuilder();
    while (place.find()) {
      String name = place.group(1);
      String value = values.get(name);
      if (value == null) {
        throw new IllegalArgumentException("no value for {{" + name + "}}");
      }
      String text = name.equals(History.PLACE) ? value : Markup.escape(value);
      place.appendReplacement(out, Matcher.quoteReplacement(text));
    }
    return place.appendTail(out).toString();
  }
}
