package io.seir.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.data.InputException;
import io.seir.data.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Question templates: a JSON array or one a line, with slots written {@code ***} or {@code {slot}}.
 * The shipped ones use {topic}, {thing}, {things}, {other}, {person} and {place}.
 */
public final class TemplatesFile {
  private static final String SHIPPED = "/io/seir/topics/templates.json";
  private static final int MAX_LENGTH = 500;
  private static final Pattern SLOT = Pattern.compile("\\*\\*\\*|\\{([^{}]*)}");
  private static final List<String> SLOTS =
      List.of("topic", "thing", "things", "other", "person", "place");

  private TemplatesFile() {}

  public static List<String> shipped() {
    return parse(InputFile.resource(SHIPPED), "the shipped templates");
  }

  /**
   * The templates of a user's file; throws {@link InputException} if it has none or is malformed.
   */
  public static List<String> read(Path file) {
    return parse(InputFile.read(file, "templates"), "templates file " + file);
  }

  private static List<String> parse(String text, String source) {
    Set<String> templates = new LinkedHashSet<>();
    String start = text.stripLeading();
    if (start.startsWith("[") || start.startsWith("{\"")) {
      JsonNode json = TopicsFile.json(text, source);
      if (!json.isArray()) {
        throw new InputException(source + " must be a JSON list, or one template a line");
      }
      for (JsonNode template : json) {
        if (!template.isTextual()) {
          throw new InputException(source + ": a template must be a text, not " + template);
        }
        templates.add(template.textValue().strip());
      }
    } else {
      text.lines().map(String::strip).forEach(templates::add);
    }
    templates.remove("");
    if (templates.isEmpty()) {
      throw new InputException(source + " holds no template");
    }
    templates.forEach(template -> check(template, source));
    return new ArrayList<>(templates);
  }

  private static void check(String template, String source) {
    if (template.length() > MAX_LENGTH) {
      throw new InputException(
          source + ": a template has " + template.length() + " characters, at most " + MAX_LENGTH);
    }
    Matcher slot = SLOT.matcher(template);
    boolean any = false;
    while (slot.find()) {
      any = true;
      if (slot.group(1) != null && !SLOTS.contains(slot.group(1))) {
        throw new InputException(
            source + ": unknown slot " + slot.group() + "; known: *** " + known());
      }
    }
    if (!any) {
      throw new InputException(
          source + ": a template needs a slot, *** or " + known() + ": " + template);
    }
  }

  private static String known() {
    return SLOTS.stream().map(slot -> "{" + slot + "}").collect(Collectors.joining(" "));
  }
}
