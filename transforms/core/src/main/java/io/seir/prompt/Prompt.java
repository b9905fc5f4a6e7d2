package io.seir.prompt;

import io.seir.model.ChatMessage;
import io.seir.model.ReplyFormat;
import io.seir.sample.Picture;
import io.seir.sample.Turn;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A prompt for a model: a system text, and a user text with placeholders such as {@code {{topic}}}.
 * Values are put in unchanged, between tags that nothing inside a value can close ({@link Markup}).
 *
 * @param name such as {@code answer-draft}
 * @param format the format of a reply; its name distinguishes the prompts
 * @param text the system text, a line {@value #USER}, and the user text
 */
public record Prompt(String name, ReplyFormat format, String text) implements Serializable {
  /** The line between the system text and the user text. */
  public static final String USER = "=== user ===";

  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  /**
   * @throws IllegalArgumentException if the text has no line between system and user
   */
  public Prompt {
    if (!text.contains(USER)) {
      throw new IllegalArgumentException(
          name + ": a prompt needs a line '" + USER + "' between the system and the user text");
    }
  }

  /** A prompt whose reply is a JSON object of these texts. */
  public static Prompt ofTexts(String name, String text, String... fields) {
    return new Prompt(name, ReplyFormats.texts(formatName(name), fields), text);
  }

  /** A prompt whose reply is a review: decision, rating and suggestion. */
  public static Prompt ofReview(String name, String text) {
    return new Prompt(name, ReplyFormats.review(formatName(name)), text);
  }

  static String formatName(String name) {
    return name.replace('-', '_');
  }

  /**
   * The same prompt with a different text.
   *
   * @throws IllegalArgumentException if it has a placeholder for which the prompt has no value
   */
  public Prompt withText(String other) {
    Prompt changed = new Prompt(name, format, other);
    Set<String> unknown = new TreeSet<>(changed.places());
    unknown.removeAll(places());
    unknown.remove("language"); // a value of the whole set
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": there is no value for " + unknown + "; known: " + places());
    }
    return changed;
  }

  /** The names of the placeholders in the user text. */
  public Set<String> places() {
    Set<String> places = new TreeSet<>();
    Matcher place = PLACE.matcher(user());
    while (place.find()) {
      places.add(place.group(1));
    }
    return places;
  }

  /**
   * The prompt with its values, as it is sent to a model.
   *
   * @param values for every placeholder except {@code history}
   * @param history the finished turns, for the placeholder {@code history}
   * @param pictures to show to the model, in order
   * @throws IllegalArgumentException if a placeholder has no value
   */
  public FilledPrompt fill(Map<String, String> values, List<Turn> history, List<Picture> pictures) {
    return new FilledPrompt(
        List.of(
            new ChatMessage(
                ChatMessage.Role.SYSTEM, text.substring(0, text.indexOf(USER)).strip(), List.of()),
            new ChatMessage(ChatMessage.Role.USER, filled(values, history), pictures)),
        format);
  }

  private String user() {
    return text.substring(text.indexOf(USER) + USER.length()).strip();
  }

  private String filled(Map<String, String> values, List<Turn> history) {
    List<String> inside = Stream.concat(values.values().stream(), History.texts(history)).toList();
    List<String> tags = Stream.concat(Markup.tags(user()).stream(), History.TAGS.stream()).toList();
    String suffix = Markup.suffix(tags, inside);
    Matcher place = PLACE.matcher(Markup.with(suffix, user()));
    StringBuilder out = new StringBuilder();
    while (place.find()) {
      String name = place.group(1);
      String value = name.equals(History.PLACE) ? History.of(history, suffix) : values.get(name);
      if (value == null) {
        throw new IllegalArgumentException("no value for {{" + name + "}}");
      }
      place.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return place.appendTail(out).toString();
  }
}
