package io.seir.embedded.writer;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Nouns;
import io.seir.embedded.words.QuestionCheck;
import io.seir.embedded.words.Thing;
import io.seir.embedded.words.Wish;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.Vocabulary;
import io.seir.model.ModelException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Drafts, reviews and revises questions. */
final class QuestionWriter {
  private static final int LIMIT = 50;
  private static final int MOST_REMARKS = 2;
  private static final List<String> CHATTER =
      List.of(
          "I have been thinking about this for quite a while now, and I cannot make up my mind.",
          "My neighbour told me something about it last week, but I am not sure that I understood.",
          "I know that this may sound like a strange thing to ask, and I hope you do not mind.",
          "It would be so kind of you to take a moment for this, since I really want to get it right.",
          "There is so much to read about it everywhere that I hardly know where to begin at all.");
  private static final List<String> VAGUE =
      List.of("A picture would be nice.", "Please add a picture.", "Can you show me, too?");

  /** How a person goes on who has asked before. */
  private static final List<String> GOING_ON =
      List.of(
          "Thank you, that helps.",
          "Good to know!",
          "You have told me about %s.",
          "Now I know more about %s.",
          "You made me curious about %s.");

  /** Where a person goes on who was told that a question repeats an earlier one. */
  private static final List<String> ANGLES =
      List.of(
          "How would you describe {thing} to somebody who has never seen any?",
          "Can you tell me what {thing} and {other} have in common?",
          "Where would I go looking for {thing}?",
          "What else is worth knowing about {things}?",
          "How does {thing} compare with {other}?",
          "Which kinds of {things} are there?");

  private QuestionWriter() {}

  static String draft(Material material) throws ModelException {
    String topic = material.get("topic");
    Depiction about = DepictionReader.shared().read(topic);
    if (about.things().isEmpty()) {
      throw ModelException.permanentFault(
          "undrawable_topic", "nothing in the topic can be drawn by the embedded picture world");
    }
    Set<QuestionFlaw> flaws = QuestionFlaw.draw(material);
    List<String> earlier = material.earlierQuestions();
    if (!earlier.isEmpty() && flaws.contains(QuestionFlaw.REPEATS)) {
      return Reply.of("question", earlier.get(earlier.size() - 1));
    }
    if (flaws.contains(QuestionFlaw.OFF_TOPIC)) {
      Thing other = Thing.of(material.pick(Vocabulary.shipped().concepts()));
      topic = Nouns.plural(other.phrase());
      about = Depiction.of(List.of(other));
    }
    return Reply.of("question", compose(material, material.get("pattern"), topic, about, flaws));
  }

  private static String compose(
      Material material, String pattern, String topic, Depiction about, Set<QuestionFlaw> flaws) {
    List<String> earlier = material.earlierQuestions();
    Depiction wish = PictureWish.of(material, about, earlier.size(), pattern.contains("{other}"));
    String asked = new Slots(material, topic, wish.things()).fill(pattern);
    if (!earlier.isEmpty()) {
      asked = goingOn(material, earlier) + asked;
    }
    if (flaws.contains(QuestionFlaw.RAMBLES)) {
      asked = String.join(" ", material.pick(CHATTER), asked, material.pick(CHATTER));
      asked = asked + " " + material.pick(CHATTER);
    }
    if (flaws.contains(QuestionFlaw.NO_PICTURE) || Wish.asksForPicture(asked)) {
      return asked;
    }
    if (flaws.contains(QuestionFlaw.VAGUE_PICTURE)) {
      return asked + " " + material.pick(VAGUE);
    }
    String request = PictureWish.request(material, wish);
    return flaws.contains(QuestionFlaw.NO_WORDS)
        ? request
        : English.sentence(asked) + " " + request;
  }

  /** A few words that take up what was asked before. */
  private static String goingOn(Material material, List<String> earlier) {
    List<Thing> before = Wish.toldAbout(earlier.get(earlier.size() - 1));
    String words = material.pick(GOING_ON);
    return before.isEmpty() && words.contains("%s")
        ? ""
        : words.formatted(before.isEmpty() ? "" : Nouns.plural(before.get(0).phrase())) + " ";
  }

  static String review(Material material) {
    QuestionCheck check =
        QuestionCheck.of(
            material.get("topic"), material.get("question"), material.earlierQuestions());
    List<String> remarks = check.remarks();
    return Reply.review(remarks.subList(0, Math.min(MOST_REMARKS, remarks.size())), check.score());
  }

  /** Does what the suggestion says, whatever it says: asks anew, shortens, asks to see things. */
  static String revise(Material material) {
    String question = material.get("question");
    String suggestion = material.get("suggestion");
    String wants = suggestion.toLowerCase(Locale.ROOT);
    Depiction about = DepictionReader.shared().read(material.get("topic"));
    boolean anew = wants.contains("repeat") || wants.contains("anew");
    Set<QuestionFlaw> none = EnumSet.noneOf(QuestionFlaw.class);
    if (anew && !about.things().isEmpty()) {
      question = compose(material, material.pick(ANGLES), material.get("topic"), about, none);
    } else if (wants.contains("in words")) {
      List<Thing> things = Wish.of(question).things();
      List<Thing> told = things.isEmpty() ? about.things() : things;
      if (!told.isEmpty()) {
        String asked = "Can you tell me more about " + Nouns.plural(told.get(0).phrase()) + "?";
        question = asked + " " + question;
      }
    }
    if (wants.contains("short")) {
      question = shorten(question);
    }
    Depiction demanded = DepictionReader.shared().read(suggestion);
    boolean pictured = Wish.asksForPicture(question);
    Depiction wish =
        pictured ? DepictionReader.shared().read(Wish.requests(question)) : Depiction.NOTHING;
    List<Thing> missing =
        demanded.things().stream().filter(thing -> !wish.shows(thing.concept())).toList();
    if (!missing.isEmpty() && !anew) {
      question =
          withoutVague(question)
              + " "
              + PictureWish.request(material, demanded.withThings(missing));
    } else if (!pictured && wants.contains("picture") && !about.things().isEmpty()) {
      question = question + " " + PictureWish.request(material, about.withStyle(Style.FLAT));
    }
    return Reply.of("question", question);
  }

  /** Without requests for a picture that do not say of what. */
  private static String withoutVague(String question) {
    List<String> kept = new ArrayList<>(English.sentences(question));
    kept.removeIf(
        sentence ->
            kept.size() > 1
                && Wish.asksForPicture(sentence)
                && DepictionReader.shared().read(sentence).things().isEmpty());
    return String.join(" ", kept);
  }

  /** Drops what neither asks nor wants to see, then the longest rest, until it fits. */
  private static String shorten(String question) {
    List<String> kept = new ArrayList<>(English.sentences(question));
    for (String sentence : List.copyOf(kept)) {
      boolean needed = sentence.endsWith("?") || Wish.asksForPicture(sentence);
      if (!needed && kept.size() > 1 && English.words(String.join(" ", kept)) > LIMIT / 2) {
        kept.remove(sentence);
      }
    }
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
