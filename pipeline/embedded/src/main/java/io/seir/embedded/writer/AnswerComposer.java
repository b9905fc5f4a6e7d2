package io.seir.embedded.writer;

import io.seir.embedded.words.Aspect;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Intent;
import io.seir.embedded.words.Nouns;
import io.seir.embedded.words.Thing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Composes the text of an answer: by the kind of question, from what is known of the things that it
 * names, and without what earlier answers said.
 */
final class AnswerComposer {
  /** An answer of fewer words gets one fact more. */
  private static final int ENOUGH_WORDS = 28;

  private static final int MANY_WORDS = 48;
  private static final int MOST_THINGS = 3;
  private static final int FACTS = 3;
  private static final int LONGEST_JOINED = 30;

  private static final List<String> GOING_ON =
      List.of(
          "There is more to say about %s.",
          "Let me go on with %s.", "I can add a few things about %s.");
  private static final List<String> BEGINNINGS =
      List.of(
          "Here is what I would say first about %s.",
          "A good place to begin is with %s.", "Let me begin with %s.");
  private static final List<String> STORIES =
      List.of("The story of %s is the story of %s.", "A tale about %s is a tale of %s.");
  private static final List<String> LABELS =
      List.of("It could simply say that %s.", "I would write that %s.");

  private final Material material;
  private final String said;
  private final List<String> out = new ArrayList<>();
  private final Set<Aspect> unsaid = EnumSet.noneOf(Aspect.class);

  AnswerComposer(Material material) {
    this.material = material;
    this.said = String.join(" ", material.earlierAnswers());
  }

  /** Keeps silent about these. */
  AnswerComposer without(Set<Aspect> aspects) {
    unsaid.addAll(aspects);
    return this;
  }

  /**
   * An answer.
   *
   * @param things what is asked about
   * @param shown what the picture shows
   */
  String compose(Intent intent, List<Thing> things, List<Thing> shown) {
    if (things.isEmpty()) {
      return "That is a wide field, and I would need to know a little more to say something useful."
          + " Which thing do you have in mind?";
    }
    List<Telling> told = things.stream().limit(MOST_THINGS).map(Telling::new).toList();
    Telling first = told.get(0);
    boolean pair = told.size() > 1 && (intent == Intent.DIFFERENCE || intent == Intent.COMMON);
    if (pair) {
      both(intent, first, told.get(1));
    } else {
      one(intent, first, told.size());
    }
    told.stream().skip(pair ? 2 : 1).forEach(this::besides);
    shown.stream()
        .filter(thing -> things.stream().noneMatch(t -> t.concept().equals(thing.concept())))
        .limit(1)
        .map(Telling::new)
        .forEach(this::besides);
    more(first, intent);
    return String.join(" ", out);
  }

  private void both(Intent intent, Telling a, Telling b) {
    if (intent == Intent.COMMON) {
      put(Pair.common(a, b));
      put(a.say(Aspect.WHAT, a.any()).map(AnswerComposer::sentence).orElse(""));
      put(b.say(Aspect.WHAT, b.any()).map(AnswerComposer::sentence).orElse(""));
      return;
    }
    put(Pair.contrast(a, b, Aspect.WHAT));
    if (words() < MANY_WORDS) {
      put(Pair.contrast(a, b, Aspect.LOOKS));
    }
  }

  private void one(Intent intent, Telling about, int things) {
    switch (intent) {
      case STORY -> story(about);
      case LABEL -> label(about);
      default -> {
        boolean named = open(intent, about, things);
        facts(intent, about, named ? about.it() : about.any());
      }
    }
  }

  private void story(Telling about) {
    put(material.pick(STORIES).formatted(about.any(), about.clause(Aspect.WHAT)));
    about
        .say(Aspect.HABIT, about.it())
        .ifPresent(habit -> put(sentence(habit) + " That is where it could begin."));
    about
        .say(Aspect.WHERE, about.it())
        .ifPresent(where -> put("Remember, too, that " + where + "."));
  }

  private void label(Telling about) {
    String where = about.say(Aspect.WHERE, about.it()).map(text -> ", and that " + text).orElse("");
    about
        .say(Aspect.WHAT, about.any())
        .ifPresent(what -> put(material.pick(LABELS).formatted(what + where)));
    about
        .say(Aspect.HABIT, about.it())
        .ifPresent(habit -> put("If there is room, add that " + habit + "."));
  }

  /** Where to begin; in a later turn, that this goes on. Whether the thing has been named. */
  private boolean open(Intent intent, Telling about, int things) {
    boolean before = said.toLowerCase(Locale.ROOT).contains(about.thing().phrase());
    if (before) {
      List<String> fresh =
          GOING_ON.stream()
              .map(text -> text.formatted(about.the()))
              .filter(text -> !said.contains(text))
              .toList();
      if (!fresh.isEmpty()) {
        out.add(material.pick(fresh));
      }
      return !fresh.isEmpty();
    }
    if (intent == Intent.EXPLAIN && things == 1 && material.happens(0.5)) {
      put(material.pick(BEGINNINGS).formatted(about.the()));
      return true;
    }
    if (intent == Intent.SURPRISE && material.happens(0.5)) {
      put("Here is something that not everybody knows.");
    }
    return false;
  }

  /** What the question wants, and two more facts that have not been told. */
  private void facts(Intent intent, Telling about, String subject) {
    List<Aspect> order =
        intent.order().stream()
            .filter(aspect -> about.knows(aspect) && !unsaid.contains(aspect))
            .filter(aspect -> intent.wanted().contains(aspect) || isNew(about, aspect))
            .limit(FACTS)
            .toList();
    if (intent == Intent.KINDS && !about.knows(Aspect.KINDS)) {
      put(
          "People seldom speak of different kinds of "
              + Nouns.plural(about.thing().phrase())
              + ".");
    }
    List<String> clauses = new ArrayList<>();
    boolean named = !subject.equals(about.it()) || intent == Intent.KINDS;
    for (Aspect aspect : order) {
      boolean again = clauses.isEmpty() || Telling.isOfKinds(clauses.get(clauses.size() - 1));
      clauses.add(
          about
              .say(aspect, again && (named || !clauses.isEmpty()) ? about.any() : about.it())
              .orElseThrow());
    }
    if (clauses.isEmpty()) {
      about.say(Aspect.WHAT, subject).ifPresent(clauses::add);
    }
    int joinFrom = clauses.size() - 2;
    for (int i = 0; i < clauses.size(); i++) {
      if (i == joinFrom && joins(clauses.get(i), clauses.get(i + 1))) {
        put(sentence(clauses.get(i) + ", and " + clauses.get(++i)));
      } else {
        put(sentence(clauses.get(i)));
      }
    }
  }

  private static boolean joins(String one, String other) {
    return English.words(one) + English.words(other) < LONGEST_JOINED
        && !other.startsWith("like ")
        && !Telling.isOfKinds(other)
        && !Telling.isOfKinds(one);
  }

  /** Another thing of the question, or one that is only to be seen. */
  private void besides(Telling other) {
    if (words() > MANY_WORDS) {
      return;
    }
    Aspect aspect = isNew(other, Aspect.WHAT) ? Aspect.WHAT : Aspect.HABIT;
    String form = material.pick(List.of("As for %s, %s.", "Then there is %s: %s."));
    other
        .say(aspect, other.it())
        .ifPresent(text -> put(agree(form, other).formatted(other.the(), text)));
  }

  private static String agree(String form, Telling about) {
    return about.is().equals("are") ? form.replace("there is", "there are") : form;
  }

  /** One more fact, if the answer is too short. */
  private void more(Telling about, Intent intent) {
    for (Aspect aspect : intent.order()) {
      boolean open = about.knows(aspect) && !unsaid.contains(aspect) && isNew(about, aspect);
      String so = String.join(" ", out);
      if (open && words() < ENOUGH_WORDS && !so.contains(about.clause(aspect))) {
        put(add(about, aspect, so));
      }
    }
  }

  /**
   * A sentence on a thing, for an answer that lacks it.
   *
   * @param so what the answer says already; a pronoun follows a sentence on the same thing
   */
  static String add(Telling about, Aspect aspect, String so) {
    List<String> before = English.sentences(so);
    boolean same =
        !before.isEmpty()
            && before.get(before.size() - 1).startsWith(English.capital(about.any()) + " ");
    String subject = same ? about.it() : about.any();
    Optional<String> told = about.say(aspect, subject);
    return told.or(() -> about.say(Aspect.WHAT, subject)).map(AnswerComposer::sentence).orElse("");
  }

  private boolean isNew(Telling about, Aspect aspect) {
    return !said.contains(about.clause(aspect));
  }

  private int words() {
    return English.words(String.join(" ", out));
  }

  /** Adds a text, unless it is empty; what an earlier answer has is said as such. */
  private void put(String text) {
    if (!text.isEmpty()) {
      out.add(unlessSaid(text, said));
    }
  }

  /** The sentence, with a word that it has been said, if it has. */
  static String unlessSaid(String sentence, String said) {
    return said.contains(sentence) ? "As I said, " + Nouns.inside(sentence) : sentence;
  }

  private static String sentence(String text) {
    return English.sentence(English.capital(text));
  }
}
