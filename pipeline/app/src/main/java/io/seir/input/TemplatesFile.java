package io.seir.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.data.InputException;
import io.seir.data.InputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Question templates: a JSON array or one per line, with slots written {@code ***}, {@code **} or
 * {@code {slot}}. Prompts know only one form of an unnamed slot, so {@code **} is read as {@code
 * ***}. The shipped templates use {topic}, {thing}, {things}, {other}, {person} and {place}.
 */
public final class TemplatesFile {
  private static final String SHIPPED = "/io/seir/topics/templates.json";
  private static final int MAX_LENGTH = 500;
  private static final String ANY = "***";
  private static final String SHORT_ANY = "**";

  /** Consecutive asterisks, a name in braces, or a single brace. */
  private static final Pattern SLOT = Pattern.compile("\\*{2,}|\\{([^{}]*)}|[{}]");

  private static final List<String> SLOTS =
      List.of("topic", "thing", "things", "other", "person", "place");

  private TemplatesFile() {}

  public static List<String> shipped() {
    return parse(InputFile.resource(SHIPPED), "the shipped templates").all();
  }

  /**
   * The templates of a user's file; throws {@link InputException} if it cannot be read as a list.
   */
  public static EntryList<String> read(Path file) {
    return parse(InputFile.read(file, "templates"), "templates file " + file);
  }

  private static EntryList<String> parse(String text, String source) {
    EntryList.Reader<String> templates = new EntryList.Reader<>(source, "template");
    String start = text.stripLeading();
    if (start.startsWith("[") || start.startsWith("{\"")) {
      JsonNode json = TopicsFile.json(text, source);
      if (!json.isArray()) {
        throw new InputException(
            source + " is a JSON object; write a JSON list, or one template per line");
      }
      for (int i = 0; i < json.size(); i++) {
        String place = "entry " + (i + 1);
        if (json.get(i).isTextual()) {
          add(json.get(i).textValue().strip(), place, templates);
        } else {
          templates.fault(
              place, json.get(i).toString(), "is not text", "put the template in quotes");
        }
      }
    } else {
      List<String> lines = text.lines().map(String::strip).toList();
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).isEmpty()) { // an empty line parts others, and is no entry
          add(lines.get(i), "line " + (i + 1), templates);
        }
      }
    }
    return templates.list();
  }

  private static void add(String template, String place, EntryList.Reader<String> templates) {
    if (template.isEmpty()) {
      templates.fault(place, template, "is empty", "write a template or remove the entry");
      return;
    }
    if (template.length() > MAX_LENGTH) {
      templates.fault(
          place,
          template,
          "has " + template.length() + " characters; at most " + MAX_LENGTH + " are allowed",
          "shorten it");
      return;
    }
    Matcher slot = SLOT.matcher(template);
    StringBuilder read = new StringBuilder();
    boolean any = false;
    while (slot.find()) {
      if (!isSlot(slot)) {
        templates.fault(
            place,
            template,
            "has '" + slot.group() + "', which is not a slot",
            "the slots are " + known());
        return;
      }
      any = true;
      slot.appendReplacement(
          read, Matcher.quoteReplacement(slot.group().equals(SHORT_ANY) ? ANY : slot.group()));
    }
    if (any) {
      templates.add(slot.appendTail(read).toString());
    } else {
      templates.fault(place, template, "has no slot", "put one in, such as " + known());
    }
  }

  private static boolean isSlot(Matcher slot) {
    return slot.group(1) == null
        ? slot.group().equals(ANY) || slot.group().equals(SHORT_ANY)
        : SLOTS.contains(slot.group(1));
  }

  private static String known() {
    return SLOTS.stream()
        .map(slot -> "{" + slot + "}")
        .collect(Collectors.joining(" ", ANY + " " + SHORT_ANY + " ", ""));
  }
}
