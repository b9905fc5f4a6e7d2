package io.seir.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the fields of a model's reply from the JSON object in it, tolerating a code fence, text
 * around it, thoughts before it, a trailing comma, single quotes, keys in any case and one
 * enclosing object; or, without an object, from lines such as {@code **Rating:** 4/5}. An
 * unreadable reply is a {@code malformed_reply}.
 */
public final class ReplyReader {
  /** Longest reply that is read, in characters. */
  public static final int MAX_REPLY = 100_000;

  /** The reason for a reply that cannot be read. */
  public static final String MALFORMED = "malformed_reply";

  /** Longest text taken from a reply, in characters. */
  public static final int MAX_TEXT = 8_000;

  /** What reasoning models put between their thoughts and the reply. */
  private static final String END_OF_THOUGHT = "</think>";

  /** Number of braces that are tried as the start of the object. */
  private static final int MAX_BRACES = 20;

  private static final ObjectMapper JSON = mapper();

  /** Field names in replies to the shipped prompts, at the beginning of a line. */
  private static final Pattern LABEL =
      Pattern.compile(
          "(?im)^[ \\t>#*_\\-\\d.)\"]{0,8}(question|answer|caption|decision|rating|suggestion)"
              + "[*_\"]{0,3}[ \\t]{0,3}[:：=][ \\t*_]{0,4}");

  private static final String NUMBER = "(\\d{1,4}(?:[.,]\\d{1,4})?)";
  private static final Pattern SHARE =
      Pattern.compile(NUMBER + "\\s{0,3}(?:/|out of|of|von|sur|de|из)\\s{0,3}" + NUMBER);
  private static final Pattern PERCENT = Pattern.compile(NUMBER + "\\s?%");
  private static final Pattern ONE_NUMBER =
      Pattern.compile("\\D{0,20}?(-?)" + NUMBER + "\\D{0,80}");
  private static final List<String> WORDS = List.of("zero", "one", "two", "three", "four", "five");

  private final ObjectNode object;
  private final String talk;

  private ReplyReader(ObjectNode object, String talk) {
    this.object = object;
    this.talk = talk;
  }

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build());
    return mapper;
  }

  /** The fields found in the reply. */
  public static ReplyReader of(String reply) throws ModelException {
    if (reply.length() > MAX_REPLY) {
      throw malformed("a reply of " + reply.length() + " characters");
    }
    int thought = reply.lastIndexOf(END_OF_THOUGHT);
    String said = thought < 0 ? reply : reply.substring(thought + END_OF_THOUGHT.length());
    Optional<ObjectNode> found = object(said);
    return found.isPresent()
        ? new ReplyReader(unwrapped(found.get()), "")
        : new ReplyReader(labelled(said), said.strip());
  }

  /** The first object in a text. */
  private static Optional<ObjectNode> object(String said) {
    int start = said.indexOf('{');
    for (int tries = 0; start >= 0 && tries < MAX_BRACES; tries++) {
      try {
        // Reads one value and ignores what follows it.
        JsonNode node = JSON.readTree(JSON.createParser(said.substring(start)));
        if (node instanceof ObjectNode object && !object.isEmpty()) {
          return Optional.of(object);
        }
      } catch (JsonProcessingException e) {
        // a brace of the talk: the next one may begin the object
      } catch (java.io.IOException e) {
        throw new UncheckedIOException(e); // reading from memory
      }
      start = said.indexOf('{', start + 1);
    }
    return Optional.empty();
  }

  private static ObjectNode unwrapped(ObjectNode object) {
    boolean wrapped = object.size() == 1 && object.elements().next() instanceof ObjectNode;
    return wrapped ? (ObjectNode) object.elements().next() : object;
  }

  private static ObjectNode labelled(String said) {
    ObjectNode fields = JSON.createObjectNode();
    Matcher label = LABEL.matcher(said);
    List<Integer> starts = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    while (label.find()) {
      starts.add(label.start());
      values.add(label.end());
      names.add(label.group(1).toLowerCase(Locale.ROOT));
    }
    starts.add(said.length());
    for (int i = 0; i < names.size(); i++) {
      if (!fields.has(names.get(i))) {
        fields.put(names.get(i), said.substring(values.get(i), starts.get(i + 1)).strip());
      }
    }
    return fields;
  }

  /** The reply if it is plain text without an object; otherwise empty. */
  public String talk() {
    return talk;
  }

  /** The value under a name, ignoring case; may be missing. */
  public JsonNode node(String field) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getKey().strip().equalsIgnoreCase(field)) {
        return entry.getValue();
      }
    }
    return object.path("");
  }

  /** A text, or the joined texts of a list, if present; may be empty. */
  public Optional<String> find(String field) {
    JsonNode value = node(field);
    if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      value.forEach(one -> texts.add(one.asText().strip()));
      return Optional.of(
          clean(texts.stream().filter(t -> !t.isEmpty()).collect(Collectors.joining(" "))));
    }
    return value.isTextual() ? Optional.of(clean(value.textValue())) : Optional.empty();
  }

  /** A text that must be present and not blank. */
  public String text(String field) throws ModelException {
    String text = find(field).orElse("");
    if (text.isEmpty()) {
      throw malformed("found no text '" + field + "' in: " + this);
    }
    if (text.length() > MAX_TEXT) {
      throw malformed("'" + field + "' has " + text.length() + " characters");
    }
    return text;
  }

  /**
   * A rating from 0 to the highest, however it is written: {@code 4}, {@code "4"}, {@code 4/5},
   * {@code 8 out of 10}, {@code 80 %}, {@code four}; absent if it is missing, unreadable or out of
   * bounds.
   */
  public OptionalDouble rating(String field, double highest) {
    JsonNode value = node(field);
    String said = value.isNumber() || value.isTextual() ? value.asText() : "";
    if (said.isEmpty() && object.isEmpty()) {
      Matcher share = SHARE.matcher(talk);
      said = share.find() ? share.group() : "";
    }
    return number(said.strip(), highest);
  }

  private static OptionalDouble number(String said, double highest) {
    if (said.length() > 200) {
      return OptionalDouble.empty();
    }
    Matcher share = SHARE.matcher(said);
    Matcher percent = PERCENT.matcher(said);
    Matcher one = ONE_NUMBER.matcher(said);
    double rating = Double.NaN;
    if (share.find()) {
      rating = number(share.group(1)) / number(share.group(2)) * highest;
    } else if (percent.find()) {
      rating = number(percent.group(1)) / 100 * highest;
    } else if (one.matches()) {
      rating = number(one.group(2)) * (one.group(1).isEmpty() ? 1 : -1);
    } else {
      String word = said.toLowerCase(Locale.ROOT).replaceAll("[^a-z].*", "");
      rating = WORDS.contains(word) ? WORDS.indexOf(word) : Double.NaN;
    }
    return rating >= 0 && rating <= highest ? OptionalDouble.of(rating) : OptionalDouble.empty();
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace(',', '.'));
  }

  /** The fault for a reply that cannot be read. */
  public static ModelException malformed(String detail) {
    return ModelException.permanentFault(MALFORMED, detail);
  }

  private static String clean(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ").strip();
  }

  /** The reply in one short line, for messages. */
  @Override
  public String toString() {
    String line = (object.isEmpty() ? talk : object.toString()).replaceAll("\\s+", " ").strip();
    return line.length() <= 160 ? line : line.substring(0, 160) + "…";
  }
}
