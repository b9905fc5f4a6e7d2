package io.seir.safety;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a safety model's reply: the categories of unsafe content, none if it is safe. */
final class SafetyReply {
  private static final Pattern SAFE = Pattern.compile("safe\\W*.*", Pattern.DOTALL);
  private static final Pattern UNSAFE = Pattern.compile("unsafe\\b.*", Pattern.DOTALL);
  private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_/-]{0,39}");
  private static final String UNNAMED = "unsafe";

  private SafetyReply() {}

  /**
   * The categories, in lower case and in order.
   *
   * @throws ModelException if the reply says neither safe nor unsafe
   */
  static List<String> read(String reply) throws ModelException {
    ReplyReader reader = ReplyReader.of(reply);
    if (reader.node("flagged").isBoolean()) {
      return reader.node("flagged").booleanValue()
          ? labels(categories(reader.node("categories")))
          : List.of();
    }
    String said = reader.talk().toLowerCase(Locale.ROOT).strip();
    if (UNSAFE.matcher(said).matches()) {
      return labels(List.of(said.substring(UNNAMED.length()).split("[\\s,;:]+", -1)));
    }
    if (SAFE.matcher(said).matches()) {
      return List.of();
    }
    throw ReplyReader.malformed("neither safe nor unsafe: " + reader);
  }

  /** The true entries of an object, or the entries of a list. */
  private static List<String> categories(JsonNode categories) {
    List<String> named = new ArrayList<>();
    for (Map.Entry<String, JsonNode> category : categories.properties()) {
      if (category.getValue().asBoolean()) {
        named.add(category.getKey().toLowerCase(Locale.ROOT));
      }
    }
    if (categories.isArray()) {
      categories.forEach(category -> named.add(category.asText().toLowerCase(Locale.ROOT)));
    }
    return named;
  }

  private static List<String> labels(List<String> named) {
    TreeSet<String> labels = new TreeSet<>();
    named.stream().filter(name -> LABEL.matcher(name).matches()).forEach(labels::add);
    return labels.isEmpty() ? List.of(UNNAMED) : List.copyOf(labels);
  }
}
