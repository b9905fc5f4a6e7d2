package io.seir.embedded.writer;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.SentenceEncoder;
import io.seir.embedded.words.Thing;
import io.seir.embedded.words.Wish;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Vocabulary;
import io.seir.embedded.world.Weather;
import io.seir.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drafts, reviews and revises questions. */
final class QuestionWriter {
  private static final int LIMIT = 50;
  private static final double SAME = 0.97;
  private static final Pattern SLOT = Pattern.compile("\\*\\*\\*|\\{([a-z]+)}");
  private static final List<String> REQUESTS =
      List.of(
          "Please show me a picture of %s.",
          "A picture of %s would help me.",
          "Could I see a picture of %s?",
          "Add a picture that shows %s, please.",
          "I would love an image of %s with it.");
  private static final List<String> CHATTER =
      List.of(
          "I have been thinking about this for quite a while now and I cannot make up my mind.",
          "My neighbour told me something about it last week, but I am not sure that I understood.",
          "I know that this may sound like a strange thing to ask, and I hope that you do not mind.",
          "It would be so kind of you to take a moment for this, since I really want to get it right.",
          "There is so much to read about it everywhere that one hardly knows where to begin at all.");

  /** Where a person goes on who has asked about the topic before. */
  private static final List<String> ANGLES =
      List.of(
          "And how would {thing} look next to {other}?",
          "What do {thing} and {other} have in common?",
          "Which part of {topic} do people overlook?",
          "What else would you tell {person} about {things}?",
          "Now I wonder about {other}. How does it compare with {thing}?");

  private QuestionWriter() {}

  static String draft(Material material) throws ModelException {
    String topic = material.get("topic");
    Depiction about = DepictionReader.shared().read(topic);
    if (about.things().isEmpty()) {
      throw ModelException.permanentFault(
          "undrawable_topic", "nothing in the topic can be drawn by the embedded picture world");
    }
    List<String> earlier = material.earlierQuestions();
    if (!earlier.isEmpty() && material.happens(0.2)) {
      return Reply.of("question", earlier.get(earlier.size() - 1));
    }
    return Reply.of(
        "question", compose(material, material.get("pattern"), about, earlier.size(), true));
  }

  private static String compose(
      Material material, String pattern, Depiction about, int turn, boolean flawed) {
    Depiction wish = wish(material, about, turn);
    String request = request(material, wish);
    String asked = fill(pattern, material.get("topic"), wish, material);
    boolean pictured = Wish.asksForPicture(asked);
    if (flawed && material.happens(0.25)) {
      asked = material.pick(CHATTER) + " " + asked + " " + material.pick(CHATTER);
      asked = asked + " " + material.pick(CHATTER);
    }
    boolean forgets = flawed && material.happens(0.25);
    return forgets || pictured ? asked : English.sentence(asked) + " " + request;
  }

  private static String request(Material material, Depiction wish) {
    return material.pick(REQUESTS).formatted(English.scene(wish));
  }

  /** The topic's things; in later turns with company; now and then a light or a weather. */
  private static Depiction wish(Material material, Depiction about, int turn) {
    Depiction wish =
        about.withThings(about.things().subList(0, Math.min(2, about.things().size())));
    if (turn > 0 && material.happens(0.6)) {
      wish = wish.withThings(wish.things().subList(0, 1));
    }
    if (wish.things().size() < 2 && (turn > 0 || material.happens(0.5))) {
      wish = wish.plus(Thing.of(company(material, wish.things().get(0).concept())));
    }
    if (wish.daytime().isEmpty() && material.happens(0.35)) {
      wish = wish.withDaytime(material.pick(List.of(Daytime.NIGHT, Daytime.SUNSET)));
    }
    if (wish.weather().isEmpty() && wish.ground().isEmpty() && material.happens(0.2)) {
      boolean indoors = io.seir.embedded.world.SceneComposer.groundFor(wish.concepts()).indoors();
      wish =
          indoors ? wish : wish.withWeather(material.pick(List.of(Weather.RAIN, Weather.SNOWFALL)));
    }
    return wish;
  }

  private static Concept company(Material material, Concept of) {
    List<Concept> group =
        Vocabulary.shipped().concepts().stream()
            .filter(c -> c.group().equals(of.group()) && !c.equals(of))
            .toList();
    return material.pick(group);
  }

  private static String fill(String pattern, String topic, Depiction wish, Material material) {
    Matcher slot = SLOT.matcher(pattern.isBlank() ? "Can you tell me about {topic}?" : pattern);
    StringBuilder out = new StringBuilder();
    String thing = wish.things().get(0).phrase();
    while (slot.find()) {
      String name = slot.group(1) == null ? "topic" : slot.group(1);
      String value =
          switch (name) {
            case "thing" -> English.article(thing);
            case "things" -> English.plural(thing);
            case "other" ->
                wish.things().size() > 1
                    ? English.article(wish.things().get(1).phrase())
                    : "something like it";
            case "place" -> material.pick(List.of("my town", "the countryside", "a quiet place"));
            case "person" -> material.pick(List.of("a child", "a friend", "a pupil", "a beginner"));
            default -> topic;
          };
      slot.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return English.capital(slot.appendTail(out).toString().strip());
  }

  static String review(Material material) {
    String question = material.get("question");
    List<String> remarks = new ArrayList<>();
    double rating = 5;
    int words = English.words(question);
    if (words > LIMIT) {
      remarks.add("Shorten it: it has " + words + " words and may have " + LIMIT + ".");
      rating -= 1.5;
    }
    Depiction wish = Wish.of(question);
    Depiction topic = DepictionReader.shared().read(material.get("topic"));
    if (!Wish.asksForPicture(question)) {
      remarks.add("It does not ask for a picture; ask for one of " + wanted(wish, topic) + ".");
      rating -= 2;
    } else if (wish.things().isEmpty()) {
      remarks.add("Say what the picture is to show, for example " + wanted(wish, topic) + ".");
      rating -= 1.5;
    }
    for (String before : material.earlierQuestions()) {
      if (SentenceEncoder.shared().similarity(before, question) > SAME) {
        remarks.add("It repeats an earlier question; ask something new.");
        rating -= 2.5;
        break;
      }
    }
    return Reply.review(remarks, rating);
  }

  private static String wanted(Depiction wish, Depiction topic) {
    Depiction shown = wish.things().isEmpty() ? topic : wish;
    return shown.things().isEmpty()
        ? "something that can be drawn"
        : English.scene(
            shown.withThings(shown.things().subList(0, Math.min(2, shown.things().size()))));
  }

  /**
   * Does what the suggestion says, whatever it says: repeats anew, shortens, asks to see things.
   */
  static String revise(Material material) {
    String question = material.get("question");
    String suggestion = material.get("suggestion");
    String wants = suggestion.toLowerCase(Locale.ROOT);
    Depiction about = DepictionReader.shared().read(material.get("topic"));
    if (wants.contains("repeat") && !about.things().isEmpty()) {
      int turn = material.earlierQuestions().size();
      question = compose(material, material.pick(ANGLES), about, turn, false);
    }
    if (wants.contains("short")) {
      question = shorten(question);
    }
    Depiction demanded = DepictionReader.shared().read(suggestion);
    boolean pictured = Wish.asksForPicture(question);
    Depiction wish = pictured ? Wish.of(question) : Depiction.NOTHING;
    List<Thing> missing =
        demanded.things().stream().filter(thing -> !wish.shows(thing.concept())).toList();
    if (!missing.isEmpty()) {
      question = question + " " + request(material, demanded.withThings(missing));
    } else if (!pictured && wants.contains("picture") && !about.things().isEmpty()) {
      question = question + " " + request(material, about);
    }
    return Reply.of("question", question);
  }

  /** Drops what neither asks nor wants to see, then the longest rest, until it fits. */
  private static String shorten(String question) {
    List<String> kept = new ArrayList<>(English.sentences(question));
    kept.removeIf(
        sentence ->
            !sentence.endsWith("?")
                && !Wish.asksForPicture(sentence)
                && kept.size() > 1
                && CHATTER.contains(sentence));
    while (kept.size() > 1 && English.words(String.join(" ", kept)) > LIMIT) {
      int longest = 0;
      for (int i = 1; i < kept.size(); i++) {
        longest = English.words(kept.get(i)) > English.words(kept.get(longest)) ? i : longest;
      }
      kept.remove(longest);
    }
    List<String> words = List.of(String.join(" ", kept).split(" ", -1));
    return String.join(" ", words.subList(0, Math.min(LIMIT, words.size())));
  }
}
