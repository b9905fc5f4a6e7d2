package io.seir.embedded.words;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an answer is found to say of the things that its question names. */
final class AnswerReading {
  /**
   * A sentence that is not true.
   *
   * @param of what it is said of: "a cat"
   */
  record Fault(String sentence, String of) {}

  private final List<Thing> things;
  private final Map<Thing, Set<Aspect>> told = new HashMap<>();
  private final Set<Thing> named = new HashSet<>();
  private final List<Fault> faults = new ArrayList<>();
  private int known;
  private int unknown;
  private boolean together;

  private AnswerReading(List<Thing> things) {
    this.things = things;
  }

  static AnswerReading of(String question, String answer) {
    List<Thing> things = new ArrayList<>(Wish.toldAbout(question));
    for (Thing shown : Wish.of(question).things()) {
      if (things.stream().noneMatch(t -> t.concept().equals(shown.concept()))) {
        things.add(shown);
      }
    }
    AnswerReading reading = new AnswerReading(things);
    Depiction mentioned = DepictionReader.shared().read(answer);
    things.stream().filter(t -> mentioned.shows(t.concept())).forEach(reading.named::add);
    English.sentences(answer).forEach(reading::read);
    return reading;
  }

  private void read(String sentence) {
    if (AnswerCheck.describesPicture(sentence) || AnswerCheck.isIdle(sentence)) {
      return;
    }
    boolean claims = false;
    for (Thing thing : things) {
      Known of = Knowledge.shared().of(thing);
      for (Aspect aspect : Aspect.values()) {
        if (of.of(aspect).filter(sentence::contains).isPresent()) {
          told.computeIfAbsent(thing, key -> new HashSet<>()).add(aspect);
          claims = true;
        }
      }
      for (String other : Knowledge.shared().otherSenses(thing)) {
        if (sentence.contains(other)) {
          faults.add(new Fault(sentence, Nouns.anyOf(thing.phrase())));
          claims = true;
        }
      }
    }
    boolean alien = false;
    for (Claims.Claim claim : Claims.shared().in(sentence)) {
      claims = true;
      alien |= isOfNone(claim, sentence);
    }
    if (alien && !things.isEmpty()) {
      faults.add(new Fault(sentence, Nouns.anyOf(about(sentence).phrase())));
    }
    together |=
        sentence.matches(
            "(?i).*\\b(both|in common|little in common|alike|while|whereas|unlike)\\b.*");
    known += claims ? 1 : 0;
    unknown += claims ? 0 : 1;
  }

  /** Whether a claim is true of nothing that the question or the sentence speaks of. */
  private boolean isOfNone(Claims.Claim claim, String sentence) {
    for (Thing thing : things) {
      if (claim.owners().contains(thing.phrase())
          || claim.owners().contains(thing.concept().name())
          || Knowledge.shared().of(thing).clauses().containsValue(claim.clause())) {
        return false;
      }
    }
    return DepictionReader.shared().read(sentence.replace(claim.clause(), "")).things().stream()
        .noneMatch(
            t ->
                claim.owners().contains(t.phrase()) || claim.owners().contains(t.concept().name()));
  }

  private Thing about(String sentence) {
    Depiction in = DepictionReader.shared().read(sentence);
    return things.stream()
        .filter(t -> in.shows(t.concept()))
        .findFirst()
        .orElseGet(() -> things.get(0));
  }

  /** Sentences that are not true of what the question is about. */
  List<Fault> faults() {
    return faults;
  }

  /** Whether the answer names a thing at all. */
  boolean names(Thing thing) {
    return named.stream().anyMatch(t -> t.concept().equals(thing.concept()));
  }

  /** Whether it tells one of these aspects of a thing; believed if its words are not known. */
  boolean tells(Thing thing, Set<Aspect> aspects) {
    if (unknown > known) {
      return names(thing);
    }
    Set<Aspect> there = told.getOrDefault(thing, Set.of());
    return aspects.stream().anyMatch(there::contains);
  }

  /** Whether it speaks of two things together: what they share, or how they differ. */
  boolean compares() {
    return together || unknown > known;
  }

  /** How much it says that is no fault. */
  int statements() {
    return told.values().stream().mapToInt(Set::size).sum() + unknown;
  }
}
