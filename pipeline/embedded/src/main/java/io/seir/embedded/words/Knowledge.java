package io.seir.embedded.words;

import io.seir.embedded.cache.Remembered;
import io.seir.embedded.world.Concept;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import net.sf.extjwnl.data.Synset;

/**
 * What people know of things: from {@code vocabulary/knowledge.txt}, and from WordNet for the
 * thousands of words that are kinds of what can be drawn. Thread-safe.
 */
public final class Knowledge {
  private static final Knowledge SHARED = new Knowledge();
  private static final long REMEMBERED_BYTES = 4 << 20;
  private static final int KINDS = 3;
  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z -]+");

  private final Map<String, Known> lines = new HashMap<>();
  private final Remembered<String, Known> known =
      Remembered.atMost(
          REMEMBERED_BYTES,
          (name, all) ->
              Remembered.bytes(name)
                  + all.clauses().values().stream().mapToLong(Remembered::bytes).sum());
  private final Remembered<String, List<String>> otherSenses =
      Remembered.atMost(
          REMEMBERED_BYTES,
          (name, senses) ->
              Remembered.bytes(name) + senses.stream().mapToLong(Remembered::bytes).sum());

  private Knowledge() {
    for (String line : Resource.lines("knowledge.txt")) {
      if (!line.startsWith("@")) {
        int colon = line.indexOf(':');
        lines.put(line.substring(0, colon), Known.parse(line.substring(colon + 1)));
      }
    }
  }

  public static Knowledge shared() {
    return SHARED;
  }

  /** Every clause of the table, with the name of what it is about. */
  public void forEach(BiConsumer<String, Map.Entry<Aspect, String>> action) {
    lines.forEach(
        (name, line) -> line.clauses().entrySet().forEach(entry -> action.accept(name, entry)));
  }

  /** Whether the table has a line of its own for this name. */
  boolean has(String name) {
    return lines.containsKey(name);
  }

  /** What is known of a thing; nothing but what it is a kind of if WordNet does not know it. */
  public Known of(Thing thing) {
    return known.computeIfAbsent(
        thing.concept().name() + "|" + thing.phrase(),
        key -> find(thing.concept(), thing.phrase()));
  }

  private Known find(Concept concept, String phrase) {
    Known general = lines.getOrDefault(concept.name(), Known.parse(""));
    if (phrase.equals(concept.name())) {
      return general;
    }
    boolean named = concept.names().contains(phrase);
    Optional<Known> own = Optional.ofNullable(lines.get(phrase)).filter(line -> named);
    Map<Aspect, String> clauses = new EnumMap<>(Aspect.class);
    clauses.putAll(general.clauses());
    if (named) {
      own.filter(line -> line.of(Aspect.WHAT).isPresent())
          .ifPresent(line -> clauses.remove(Aspect.KINDS));
      own.ifPresent(line -> clauses.putAll(line.clauses()));
      clauses.computeIfPresent(
          Aspect.KINDS, (aspect, kinds) -> isAmong(Nouns.plural(phrase), kinds) ? null : kinds);
      return new Known(clauses, Optional.empty());
    }
    Optional<Synset> sense = WordNet.shared().meant(phrase);
    clauses.put(
        Aspect.WHAT, sense.flatMap(Gloss::of).orElse("a kind of " + Nouns.spelled(concept.name())));
    clauses.remove(Aspect.KINDS);
    sense.flatMap(Knowledge::kinds).ifPresent(kinds -> clauses.put(Aspect.KINDS, kinds));
    Optional.ofNullable(lines.get(phrase)).ifPresent(line -> clauses.putAll(line.clauses()));
    return new Known(clauses, Optional.of(Nouns.plural(concept.name())));
  }

  private static boolean isAmong(String one, String list) {
    return List.of(list.split(", | and ", -1)).contains(one);
  }

  /** Kinds with plain names, if there are at least two. */
  private static Optional<String> kinds(Synset sense) {
    List<String> kinds =
        WordNet.shared().hyponyms(sense).stream()
            .filter(kind -> kind.getWords().get(0).getUseCount() > 0)
            .map(kind -> WordNet.lemmas(kind).get(0))
            .filter(kind -> PLAIN.matcher(kind).matches())
            .distinct()
            .limit(KINDS)
            .map(Nouns::plural)
            .toList();
    return kinds.size() < 2 ? Optional.empty() : Optional.of(English.list(kinds));
  }

  /** What else the word could mean, as definitions: not what the thing is. */
  public List<String> otherSenses(Thing thing) {
    return otherSenses.computeIfAbsent(
        thing.concept().name() + "|" + thing.phrase(), key -> findOtherSenses(thing));
  }

  private static List<String> findOtherSenses(Thing thing) {
    Optional<Synset> meant =
        thing.concept().names().contains(thing.phrase())
            ? WordNet.shared()
                .sense(thing.concept(), thing.concept().names().indexOf(thing.phrase()))
            : WordNet.shared().meant(thing.phrase());
    List<String> others = new ArrayList<>();
    if (meant.isPresent()) {
      for (Synset sense : WordNet.shared().senses(thing.phrase())) {
        boolean other = !sense.equals(meant.get());
        boolean afar = !sense.getLexFileName().equals(meant.get().getLexFileName());
        if (other
            && afar
            && sense.getLexFileName().matches("noun\\.(animal|artifact|plant|object|food)")) {
          Gloss.of(sense)
              .filter(gloss -> gloss.matches("(an?|the|one of) .*"))
              .ifPresent(others::add);
        }
      }
    }
    return List.copyOf(others);
  }
}
