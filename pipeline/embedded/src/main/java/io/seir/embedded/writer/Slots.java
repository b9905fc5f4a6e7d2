package io.seir.embedded.writer;

import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Nouns;
import io.seir.embedded.words.Thing;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the slots of a question pattern. A pattern is written for things that can be counted; for
 * "rice" and "scissors" the verbs beside the slot are changed. A topic that is half a question
 * ("how bees make honey") stands only where one may stand; elsewhere its things stand for it.
 */
final class Slots {
  private static final Pattern SLOT = Pattern.compile("\\*\\*\\*|\\{([a-z]+)}");
  private static final Pattern ALONE = Pattern.compile("\\s*(\\*\\*\\*|\\{topic})\\s*[?.!]?\\s*");
  private static final Pattern CLAUSE =
      Pattern.compile("(how|why|what|when|where|which|who|whether|whose)\\b.*");

  /** After these, half a question reads well: "Can you explain how bees make honey?" */
  private static final Set<String> BEFORE_CLAUSE =
      Set.of(
          "about",
          "explain",
          "understand",
          "on",
          "know",
          "through",
          "discuss",
          "wonder",
          "of",
          "wondered",
          "see",
          "describe",
          "learn");

  private static final List<String> PLACES =
      List.of("my town", "the countryside", "our neighbourhood", "the area");
  private static final List<String> PERSONS =
      List.of("a child", "a friend", "a pupil", "a beginner", "my grandmother");

  private final Material material;
  private final String topic;
  private final List<Thing> things;

  /**
   * @param things what the question is about; at least one
   */
  Slots(Material material, String topic, List<Thing> things) {
    this.material = material;
    this.topic = oneOf(topic.strip());
    this.things = things;
  }

  /** Of a topic in two parts ("a day out: the zoo"), the first that names something to see. */
  private static String oneOf(String topic) {
    for (String part : topic.split(":\\s+", -1)) {
      if (!DepictionReader.shared().read(part).things().isEmpty()) {
        return part.strip();
      }
    }
    return topic;
  }

  String fill(String pattern) {
    if (pattern.isBlank() || ALONE.matcher(pattern).matches()) {
      return isClause() ? "Can you tell me " + topic + "?" : "Can you tell me about " + topic + "?";
    }
    String agreeing = agree(pattern);
    Matcher slot = SLOT.matcher(agreeing);
    StringBuilder out = new StringBuilder();
    while (slot.find()) {
      String name = slot.group(1) == null ? "topic" : slot.group(1);
      String before = agreeing.substring(0, slot.start()).strip();
      slot.appendReplacement(out, Matcher.quoteReplacement(value(name, before)));
    }
    return English.capital(slot.appendTail(out).toString().strip());
  }

  private String value(String name, String before) {
    Thing thing = things.get(0);
    return switch (name) {
      case "thing" -> one(thing);
      case "things" -> Nouns.plural(thing.phrase());
      case "other" -> things.size() > 1 ? one(things.get(1)) : "something like it";
      case "place" -> material.pick(PLACES);
      case "person" -> material.pick(PERSONS);
      default -> topic(before);
    };
  }

  /** "a cat", "rice"; "a game of chess", since nobody asks what chess does. */
  private static String one(Thing thing) {
    String phrase = thing.phrase();
    return Nouns.isGame(phrase) ? Nouns.article(phrase) : Nouns.anyOf(phrase);
  }

  private String topic(String before) {
    String last = before.substring(before.lastIndexOf(' ') + 1).toLowerCase(java.util.Locale.ROOT);
    return isClause() && !BEFORE_CLAUSE.contains(last)
        ? English.list(things.stream().map(t -> Nouns.plural(t.phrase())).toList())
        : topic;
  }

  private boolean isClause() {
    return CLAUSE.matcher(topic).matches();
  }

  /** The pattern with verbs that suit its first thing: "are scissors", "is rice". */
  private String agree(String pattern) {
    String phrase = things.get(0).phrase();
    if (Nouns.isPlural(phrase)) {
      return pattern
          .replaceAll("\\b([Ii])s (\\{thing})", "are $2")
          .replaceAll("(\\{thing}) is\\b", "$1 are")
          .replaceAll("\\b(D|d)oes (\\{thing})", "$1o $2")
          .replaceAll("(\\{thing}) has\\b", "$1 have")
          .replaceAll("\\b(W|w)as (\\{thing})", "$1ere $2");
    }
    if (Nouns.isMass(phrase) || Nouns.isName(phrase)) {
      // "what the game of billiards is" reads better than "what billiards is"
      String named = Nouns.isGame(phrase) && Nouns.looksPlural(phrase) ? "the game of " : "";
      return pattern
          .replaceAll("\\b(A|a)re (\\{things})", "is " + named + "$2")
          .replaceAll("(?<!about |of )(\\{things}) are\\b", named + "$1 is")
          .replaceAll("\\b(D|d)o (\\{things})", "$1oes " + named + "$2")
          .replaceAll("(?<!about |of )(\\{things}) have\\b", named + "$1 has")
          .replaceAll("\\bmany (\\{things})", "much $1");
    }
    return pattern;
  }
}
