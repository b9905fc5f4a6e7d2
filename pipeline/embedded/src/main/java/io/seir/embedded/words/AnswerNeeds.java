package io.seir.embedded.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What an answer to a question must tell, and how much each part of it weighs. */
final class AnswerNeeds {
  private static final int MOST_THINGS = 3;

  private record Need(double weight, Predicate<AnswerReading> met, String remark) {}

  private final List<Need> needs = new ArrayList<>();
  private final List<Thing> things;

  private AnswerNeeds(List<Thing> things) {
    this.things = things;
  }

  static AnswerNeeds of(String question) {
    List<Thing> things = Wish.toldAbout(question).stream().limit(MOST_THINGS).toList();
    AnswerNeeds all = new AnswerNeeds(things);
    if (!things.isEmpty()) {
      all.collect(question, Intent.of(question));
    }
    return all;
  }

  private void collect(String question, Intent intent) {
    Thing first = things.get(0);
    boolean two = things.size() > 1;
    if (two && intent == Intent.DIFFERENCE) {
      add(
          2,
          r -> r.compares() && r.names(first) && r.names(things.get(1)),
          "Say how " + pair() + " differ.");
    } else if (two && intent == Intent.COMMON) {
      add(
          2,
          r -> r.compares() && r.names(first) && r.names(things.get(1)),
          "Say what " + pair() + " have in common.");
    } else {
      Set<Aspect> wanted = wanted(intent, first);
      add(
          2,
          r -> r.tells(first, wanted),
          ask(wanted.contains(Aspect.HABIT) ? Aspect.HABIT : wanted.iterator().next(), first));
    }
    add(
        1,
        r -> r.statements() > 1 + (two ? 1 : 0),
        "Say more about " + Nouns.the(first.phrase()) + ".");
    for (Thing thing : things) {
      add(
          1,
          r -> r.names(thing),
          "The answer says nothing about " + Nouns.anyOf(thing.phrase()) + ".");
    }
    for (Thing shown : Wish.of(question).things()) {
      if (things.stream().noneMatch(t -> t.concept().equals(shown.concept()))) {
        add(
            0.4,
            r -> r.names(shown),
            "The answer says nothing about " + Nouns.anyOf(shown.phrase()) + ".");
      }
    }
  }

  private void add(double weight, Predicate<AnswerReading> met, String remark) {
    needs.add(new Need(weight, met, remark));
  }

  private String pair() {
    return Nouns.anyOf(things.get(0).phrase()) + " and " + Nouns.anyOf(things.get(1).phrase());
  }

  /** What the intent wants of a thing, as far as it is known of it. */
  private static Set<Aspect> wanted(Intent intent, Thing thing) {
    Known known = Knowledge.shared().of(thing);
    return intent.wanted().stream().anyMatch(a -> known.of(a).isPresent())
        ? intent.wanted()
        : Set.of(Aspect.WHAT);
  }

  private static String ask(Aspect aspect, Thing thing) {
    String any = Nouns.anyOf(thing.phrase());
    boolean plural = Nouns.isPlural(thing.phrase());
    return switch (aspect) {
      case WHAT -> "Say what " + any + (plural ? " are." : " is.");
      case LOOKS -> "Say what " + any + (plural ? " look like." : " looks like.");
      case KINDS -> "Say which kinds of " + Nouns.spelled(thing.phrase()) + " there are.";
      case WHERE -> "Say where " + any + " can be found.";
      case HABIT -> "Say what " + any + (plural ? " are known for." : " is known for.");
    };
  }

  /** The covered share of what is needed; adds a remark on each part that is missing. */
  double covered(AnswerReading reading, List<String> remarks) {
    if (things.isEmpty()) {
      return 0.75;
    }
    boolean beside = things.stream().noneMatch(reading::names);
    if (beside) {
      remarks.add(
          "Write the answer anew: it is about something else than "
              + Nouns.anyOf(things.get(0).phrase())
              + ".");
      return 0;
    }
    double all = 0;
    double met = 0;
    for (Need need : needs) {
      all += need.weight();
      if (need.met().test(reading)) {
        met += need.weight();
      } else if (!remarks.contains(need.remark())) {
        remarks.add(need.remark());
      }
    }
    return met / all;
  }
}
