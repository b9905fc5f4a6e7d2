package io.seir.embedded.writer;

import io.seir.embedded.words.Aspect;
import io.seir.embedded.words.Company;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Intent;
import io.seir.embedded.words.Knowledge;
import io.seir.embedded.words.Thing;
import io.seir.embedded.words.Wish;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the text of an answer, with the flaws of a draft. */
final class AnswerDraft {
  private static final List<String> OPENINGS =
      List.of(
          "That is such a good question.",
          "There is so much to say about this.",
          "As everybody knows, this is a matter of taste.",
          "Well, well, where does one begin?");
  private static final List<String> CLOSINGS =
      List.of(
          "I hope that this helps.",
          "Let me know if you would like to hear more.",
          "To be honest, I could go on like this for hours.");
  private static final List<String> DESCRIPTIONS =
      List.of(
          "In the picture you can see %s.",
          "You can see %s there.", "This is a picture of %s.", "The picture shows %s.");

  /** A sentence of fewer words only opens the answer. */
  private static final int FACT_WORDS = 10;

  private AnswerDraft() {}

  static String write(Material material, String question, Set<TextFlaw> flaws) {
    List<Thing> things = Wish.toldAbout(question);
    List<Thing> shown = Wish.of(question).things();
    Intent intent = Intent.of(question);
    if (flaws.contains(TextFlaw.OFF_TOPIC) && !things.isEmpty()) {
      things = List.of(Thing.of(stranger(material, things.get(0).concept())));
      shown = List.of();
    }
    if (flaws.contains(TextFlaw.MISSING_THING) && !things.isEmpty()) {
      things = things.subList(0, 1);
      shown = List.of();
    }
    AnswerComposer composer = new AnswerComposer(material);
    if (flaws.contains(TextFlaw.WRONG_KIND)) {
      composer.without(intent.wanted());
      intent = other(material, intent);
    }
    List<String> text = new ArrayList<>(English.sentences(composer.compose(intent, things, shown)));
    if (!things.isEmpty()) {
      Telling about = new Telling(things.get(0));
      for (TextFlaw flaw : flaws) {
        spoil(material, text, flaw, about, question);
      }
    }
    String answer = String.join(" ", text);
    return flaws.contains(TextFlaw.BROKEN_OFF) ? answer.replaceAll("( \\S+){1,4}$", "") : answer;
  }

  private static void spoil(
      Material material, List<String> text, TextFlaw flaw, Telling about, String question) {
    switch (flaw) {
      case ONE_FACT -> {
        boolean opens = English.words(text.get(0)) < FACT_WORDS;
        text.subList(Math.min(text.size(), opens ? 2 : 1), text.size()).clear();
      }
      case WRONG_SENSE -> {
        List<String> senses = Knowledge.shared().otherSenses(about.thing());
        if (!senses.isEmpty()) {
          String wrong = about.say(Aspect.WHAT, about.any(), senses.get(0));
          text.set(0, English.sentence(English.capital(wrong)));
        }
      }
      case FALSE_CLAIM -> {
        Aspect aspect = material.pick(List.of(Aspect.LOOKS, Aspect.WHERE, Aspect.HABIT));
        Telling other = new Telling(Thing.of(sibling(material, about.thing().concept())));
        String wrong = about.say(aspect, about.any(), other.clause(aspect));
        text.add(English.sentence(English.capital(wrong)));
      }
      case DESCRIBES_PICTURE ->
          text.add(0, material.pick(DESCRIPTIONS).formatted(English.things(Wish.of(question))));
      case REPEATS -> {
        List<String> earlier =
            material.earlierAnswers().stream()
                .flatMap(answer -> English.sentences(answer).stream())
                .filter(sentence -> sentence.indexOf('"') < 0)
                .toList();
        if (!earlier.isEmpty()) {
          text.add(material.pick(earlier));
        }
      }
      case CHATTER -> {
        text.add(0, material.pick(OPENINGS));
        text.add(material.pick(CLOSINGS));
      }
      case OFF_TOPIC, WRONG_KIND, MISSING_THING, BROKEN_OFF -> {}
    }
  }

  private static Intent other(Material material, Intent than) {
    List<Intent> others =
        new ArrayList<>(List.of(Intent.KINDS, Intent.WHERE, Intent.LOOK, Intent.USE));
    others.removeIf(o -> o.wanted().equals(than.wanted()));
    return material.pick(others);
  }

  /** Something that is seen in the same places. */
  private static Concept stranger(Material material, Concept than) {
    List<Company> places = Company.of(than);
    return places.isEmpty()
        ? sibling(material, than)
        : material.pick(material.pick(places).besides(than));
  }

  private static Concept sibling(Material material, Concept than) {
    return material.pick(
        Vocabulary.shipped().concepts().stream()
            .filter(c -> c.group().equals(than.group()) && !c.equals(than))
            .toList());
  }
}
