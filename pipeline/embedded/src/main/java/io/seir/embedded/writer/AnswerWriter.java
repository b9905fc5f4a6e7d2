package io.seir.embedded.writer;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.SentenceEncoder;
import io.seir.embedded.words.Thing;
import io.seir.embedded.words.Wish;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.View;
import io.seir.embedded.world.Weather;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Drafts, reviews and revises answers with their captions. */
final class AnswerWriter {
  private static final int LIMIT = 65;
  private static final double SAME = 0.96;
  private static final double REDUNDANT = 0.90;
  private static final List<String> TRIMMINGS =
      List.of(
          "painted with the greatest care and a wonderful sense of proportion in every single detail",
          "so that everybody who looks at it feels invited to stay for a while and to think of more",
          "with a mood that is calm and bright and a composition that leads the eye from here to there",
          "as it might appear in an old tale that one tells again and again over the years",
          "full of small surprises that are only found by those who look a second and a third time");

  private AnswerWriter() {}

  static String draft(Material material) {
    Depiction wish = Wish.of(material.get("question"));
    List<String> earlier = material.earlierAnswers();
    Depiction told = wish;
    Depiction drawn = wish;
    if (wish.things().size() > 1 && material.happens(0.25)) {
      told = wish.withThings(wish.things().subList(0, wish.things().size() - 1));
    }
    if (wish.things().size() > 1 && material.happens(0.3)) {
      drawn = wish.withThings(wish.things().subList(0, wish.things().size() - 1));
    }
    if (material.happens(0.25)) {
      drawn = drawn.withDaytime(null).withWeather(null);
    }
    String answer = answer(material, told);
    String caption = caption(material, drawn);
    if (material.happens(0.15)) {
      caption = English.sentences(answer).get(0);
    } else if (material.happens(0.2)) {
      caption = ramble(material, caption);
    }
    if (!earlier.isEmpty() && material.happens(0.15)) {
      answer = earlier.get(earlier.size() - 1);
    }
    return Reply.of("answer", answer, "caption", caption);
  }

  private static String ramble(Material material, String caption) {
    StringBuilder out = new StringBuilder(caption.replaceAll("\\.$", ""));
    while (English.words(out.toString()) <= LIMIT) {
      out.append(", ").append(material.pick(TRIMMINGS));
    }
    return out.append('.').toString();
  }

  private static String answer(Material material, Depiction told) {
    if (told.things().isEmpty()) {
      return "There is not much that I can say about this.";
    }
    List<String> sentences = new ArrayList<>();
    for (Thing thing : told.things()) {
      sentences.addAll(sentences(material, thing));
    }
    return String.join(" ", sentences);
  }

  /** Two facts, those first that no earlier answer told. */
  private static List<String> sentences(Material material, Thing thing) {
    List<String> facts = Facts.of(thing);
    String earlier = String.join(" ", material.earlierAnswers());
    List<String> fresh = new ArrayList<>(facts.stream().filter(f -> !earlier.contains(f)).toList());
    if (fresh.isEmpty()) {
      return List.of(facts.get(0));
    }
    if (material.get("question").contains("kinds")) { // stable: the others keep their order
      fresh.sort(Comparator.comparing(fact -> !fact.startsWith("Among the kinds")));
    }
    List<String> told = new ArrayList<>(List.of(fresh.remove(0)));
    if (!fresh.isEmpty()) {
      told.add(material.pick(fresh));
    }
    return told;
  }

  /** A scene that can be drawn. */
  static String caption(Material material, Depiction drawn) {
    if (drawn.things().isEmpty()) {
      return "An empty scene" + English.setting(drawn) + ".";
    }
    String scene = English.scene(drawn);
    return English.capital(
        material.pick(
            List.of(
                scene + ".",
                scene + ", seen from close by.",
                "a quiet scene with " + scene + ".",
                "a friendly picture of " + scene + ".")));
  }

  static String review(Material material) {
    String answer = material.get("answer");
    String caption = material.get("caption");
    Depiction wish = Wish.of(material.get("question"));
    Depiction told = DepictionReader.shared().read(answer);
    Depiction drawn = DepictionReader.shared().read(caption);
    List<String> remarks = new ArrayList<>();
    double rating = 5;
    for (Thing thing : wish.things()) {
      if (!drawn.shows(thing.concept())) {
        remarks.add("The caption leaves out " + English.some(thing) + ".");
        rating -= 1.2;
      }
      if (!told.shows(thing.concept())) {
        remarks.add("The answer says nothing about " + English.article(thing.phrase()) + ".");
        rating -= 1.2;
      }
    }
    Depiction setting = missingSetting(wish, drawn);
    if (!English.setting(setting).isEmpty()) {
      remarks.add("The caption should be" + English.setting(setting) + ".");
      rating -= 0.8;
    }
    int words = English.words(caption);
    if (words > LIMIT) {
      remarks.add("Shorten the caption: it has " + words + " words and may have " + LIMIT + ".");
      rating -= 1.2;
    }
    if (repeats(caption, answer)) {
      remarks.add("The caption only repeats the answer; describe a scene instead.");
      rating -= 1;
    }
    for (String before : material.earlierAnswers()) {
      if (SentenceEncoder.shared().similarity(before, answer) > SAME) {
        remarks.add("The answer repeats an earlier one; write it anew.");
        rating -= 1.5;
        break;
      }
    }
    return Reply.review(remarks, rating);
  }

  private static boolean repeats(String caption, String answer) {
    SentenceEncoder encoder = SentenceEncoder.shared();
    return encoder.similarity(answer, caption) > SAME
        || English.sentences(answer).stream()
            .anyMatch(said -> encoder.similarity(said, caption) > REDUNDANT);
  }

  private static Depiction missingSetting(Depiction wish, Depiction drawn) {
    return Depiction.NOTHING
        .withDaytime(wish.daytime().equals(drawn.daytime()) ? null : wish.daytimeOrNull())
        .withWeather(
            wish.weather().filter(w -> w != Weather.CLEAR).equals(drawn.weather())
                ? null
                : wish.weatherOrNull())
        .withGround(wish.ground().equals(drawn.ground()) ? null : wish.groundOrNull())
        .withStyle(wish.style() == drawn.style() ? Style.FLAT : wish.style());
  }

  /** Does what the suggestion says, sentence by sentence, whatever it says. */
  static String revise(Material material) {
    String answer = material.get("answer");
    String caption = material.get("caption");
    Depiction wish = Wish.of(material.get("question"));
    for (String remark : English.sentences(material.get("suggestion"))) {
      String wants = remark.toLowerCase(Locale.ROOT);
      Depiction demanded = DepictionReader.shared().read(remark);
      if (wants.contains("repeats an earlier") || wants.contains("anew")) {
        answer = answer(material, wish);
      } else if (wants.contains("caption")) {
        caption = caption(material, caption, wants, demanded, wish);
      } else {
        Depiction told = DepictionReader.shared().read(answer);
        for (Thing thing : demanded.things()) {
          if (!told.shows(thing.concept())) {
            answer = answer + " " + String.join(" ", sentences(material, thing));
          }
        }
      }
    }
    return Reply.of("answer", answer, "caption", caption);
  }

  private static String caption(
      Material material, String caption, String wants, Depiction demanded, Depiction wish) {
    Depiction drawn =
        wants.contains("repeats the answer") ? wish : DepictionReader.shared().read(caption);
    return caption(material, with(drawn, demanded));
  }

  /** The depiction with what is demanded of it. */
  static Depiction with(Depiction drawn, Depiction demanded) {
    Depiction changed = drawn;
    for (Thing thing : demanded.things()) {
      changed = changed.plus(thing);
    }
    changed =
        demanded.daytime().isPresent() ? changed.withDaytime(demanded.daytimeOrNull()) : changed;
    changed =
        demanded.weather().isPresent() ? changed.withWeather(demanded.weatherOrNull()) : changed;
    changed = demanded.style() == Style.FLAT ? changed : changed.withStyle(demanded.style());
    changed = demanded.view() == View.MIDDLE ? changed : changed.withView(demanded.view());
    return demanded.ground().isPresent() ? changed.withGround(demanded.groundOrNull()) : changed;
  }
}
