package io.seir.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Question templates: a JSON array or one a line, with slots written {@code ***} or {@code {slot}}.
 * The shipped ones use {topic}, {thing}, {things}, {other}, {person} and {place}.
 */
public final class TemplatesFile {
  private static final String SHIPPED = "/io/seir/topics/templates.json";
  private static final int MAX_LENGTH = 500;

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
    for (String template : templates) {
      if (template.length() > MAX_LENGTH) {
        throw new InputException(
            source
                + ": a template has "
                + template.length()
                + " characters, at most "
                + MAX_LENGTH);
      }
    }
    return new ArrayList<>(templates);
  }
}
