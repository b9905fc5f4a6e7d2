package io.seir.embedded.writer;

import io.seir.embedded.words.Aspect;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Intent;
import io.seir.embedded.words.Thing;
import io.seir.embedded.words.Wish;
import io.seir.embedded.world.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer and its caption, on which somebody's suggestion is carried out, whatever it says. */
final class AnswerRevision {
  private static final double FEWER_FLAWS = 0.5;
  private static final Pattern QUOTED = Pattern.compile("[\"“](.+)[\"”]");
  private static final Pattern PRONOUN = Pattern.compile("^(It|They)\\b");
  private static final Pattern CUT =
      Pattern.compile("(?i)\\b(take out|drop|remove|delete|leave out)\\b.*");

  private final Material material;
  private final Depiction wish;
  private String answer;
  private String caption;

  private AnswerRevision(Material material) {
    this.material = material;
    this.wish = Wish.of(material.get("question"));
    this.answer = material.get("answer");
    this.caption = material.get("caption");
  }

  static AnswerRevision of(Material material) {
    return new AnswerRevision(material);
  }

  /** Does what the suggestion says, sentence by sentence; the reply has text and caption. */
  String follow(String suggestion) {
    for (String remark : English.sentences(suggestion)) {
      String wants = remark.toLowerCase(Locale.ROOT);
      if (wants.contains("caption")) {
        caption(remark, wants);
      } else {
        text(remark, wants);
      }
    }
    boolean open = answer.chars().filter(c -> c == '"').count() % 2 == 1;
    return Reply.of("answer", open ? answer + "\"" : answer, "caption", caption);
  }

  private void text(String remark, String wants) {
    Matcher quoted = QUOTED.matcher(remark);
    if (CUT.matcher(remark).matches() && quoted.find()) {
      takeOut(quoted.group(1));
    } else if (wants.contains("anew") || wants.contains("repeats an earlier")) {
      String question = material.get("question");
      answer = AnswerDraft.write(material, question, TextFlaw.draw(material, FEWER_FLAWS));
    } else if (wants.contains("last sentence")) {
      answer = whole(answer);
      writeIfEmpty();
    } else if (wants.contains("shorten")) {
      List<String> sentences = English.sentences(answer);
      answer = String.join(" ", sentences.subList(0, (sentences.size() + 1) / 2));
    } else {
      add(remark, wants);
    }
  }

  /** Without a last sentence that breaks off; empty if it is the only one. */
  private static String whole(String text) {
    List<String> sentences = English.sentences(text);
    boolean broken = !text.strip().matches("(?s).*[.!?…][\"'”’)]*");
    int dropped = broken && !sentences.isEmpty() ? 1 : 0;
    return String.join(" ", sentences.subList(0, sentences.size() - dropped));
  }

  private void writeIfEmpty() {
    if (answer.isEmpty()) {
      answer = AnswerDraft.write(material, material.get("question"), Set.of());
    }
  }

  private void takeOut(String text) {
    boolean begins = answer.startsWith(text);
    answer = answer.replace(text, " ").replaceAll("\\s+", " ").strip();
    Matcher pronoun = PRONOUN.matcher(answer);
    List<Thing> things = Wish.toldAbout(material.get("question"));
    if (begins && pronoun.find() && !things.isEmpty()) {
      answer = English.capital(new Telling(things.get(0)).any()) + answer.substring(pronoun.end());
    }
    writeIfEmpty();
  }

  private void add(String remark, String wants) {
    List<Thing> things = new ArrayList<>(DepictionReader.shared().read(remark).things());
    if (things.isEmpty()) {
      things.addAll(Wish.toldAbout(material.get("question")));
    }
    if (things.isEmpty()) {
      return;
    }
    Telling first = new Telling(things.get(0));
    if (things.size() > 1 && wants.contains("in common")) {
      append(Pair.common(first, new Telling(things.get(1))));
    } else if (things.size() > 1 && wants.contains("differ")) {
      append(Pair.contrast(first, new Telling(things.get(1)), Aspect.WHAT));
    } else if (wants.contains("more about")) {
      more(first);
    } else {
      for (Thing thing : things) {
        Telling telling = new Telling(thing);
        append(AnswerComposer.add(telling, aspect(wants, telling), whole(answer)));
      }
    }
  }

  /** What the remark asks for; what the answer does not have, if it does not say. */
  private Aspect aspect(String wants, Telling about) {
    if (wants.contains("kinds")) {
      return Aspect.KINDS;
    }
    if (wants.contains("look")) {
      return Aspect.LOOKS;
    }
    if (wants.contains("where")) {
      return Aspect.WHERE;
    }
    if (wants.contains("known for") || wants.contains("used for")) {
      return Aspect.HABIT;
    }
    return wants.matches("say what .*\\b(is|are)\\b.*") ? Aspect.WHAT : fresh(about);
  }

  private Aspect fresh(Telling about) {
    String earlier = String.join(" ", material.earlierAnswers());
    List<Aspect> open =
        Intent.of(material.get("question")).order().stream()
            .filter(a -> about.knows(a) && !answer.contains(about.clause(a)))
            .toList();
    return open.stream()
        .filter(a -> !earlier.contains(about.clause(a)))
        .findFirst()
        .or(() -> open.stream().findFirst())
        .orElse(Aspect.WHAT);
  }

  /** Another fact, told with a pronoun if the answer ends with the same thing. */
  private void more(Telling about) {
    Aspect aspect = fresh(about);
    if (!answer.contains(about.clause(aspect))) {
      append(AnswerComposer.add(about, aspect, whole(answer)));
    }
  }

  private void append(String sentence) {
    if (!sentence.isEmpty() && !answer.contains(sentence)) {
      String earlier = String.join(" ", material.earlierAnswers());
      answer = (whole(answer) + " " + AnswerComposer.unlessSaid(sentence, earlier)).strip();
    }
  }

  private void caption(String remark, String wants) {
    Depiction demanded = DepictionReader.shared().read(remark);
    boolean anew = wants.contains("repeats the answer") || wants.contains("anew");
    Depiction drawn = anew ? wish : DepictionReader.shared().read(caption);
    Depiction changed = AnswerWriter.with(drawn, demanded);
    for (Thing thing : demanded.things()) {
      Thing before = drawn.thing(thing.concept()).orElse(thing);
      changed = changed.replacing(thing.in(thing.colour().or(before::colour).orElse(null)));
    }
    Relation relation = demanded.relation().or(drawn::relation).orElse(null);
    caption =
        CaptionDraft.write(
            material,
            changed.withRelation(relation),
            "",
            anew ? CaptionFlaw.draw(material, FEWER_FLAWS) : Set.of());
  }
}
