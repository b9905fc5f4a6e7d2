package io.seir.embedded.words;

import io.seir.embedded.cache.Remembered;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.Vocabulary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.sf.extjwnl.data.Synset;

/**
 * Reads what a text says there is to see: names and synonyms of the vocabulary first, the longest
 * that fits; else nouns of WordNet whose first sense is a kind of something drawable (a beagle is a
 * dog). Thread-safe.
 */
public final class DepictionReader {
  private static final int LONGEST = 4;
  private static final int LEVELS = 8;
  private static final long REMEMBERED_BYTES = 8L << 20;
  private static final long DEPICTION_BYTES = 120;
  private static final long THING_BYTES = 160;
  private static final Set<String> CONCRETE =
      Set.of("noun.animal", "noun.plant", "noun.food", "noun.artifact", "noun.object");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’-]+[\\p{L}\\p{N}]+)*");
  private static final Map<String, Integer> NUMBERS =
      Map.of("one", 1, "two", 2, "three", 3, "four", 4, "five", 5, "2", 2, "3", 3, "4", 4);

  /** Words between a number, a stress and the noun: "clearly visible", "bright red". */
  private static final Set<String> BETWEEN = Set.of("visible", "bright", "and", "small", "little");

  /** A noun in the plural, more or less: what follows it may be its verb. */
  private static final Pattern PLURAL = Pattern.compile("\\w{2,}(?<!['’]|ou|s|u)s");

  /** Words after which an ambiguous word is a verb. */
  private static final Set<String> BEFORE_VERB = CarefulWords.of("before-verb");

  /** Names that are as often something else. */
  private static final Set<String> AMBIGUOUS = CarefulWords.of("ambiguous");

  /** Words that are drawable by WordNet's first noun sense but hardly ever meant so. */
  private static final Set<String> NEVER = CarefulWords.of("never");

  private static final DepictionReader SHARED = new DepictionReader();

  private final Vocabulary vocabulary = Vocabulary.shipped();
  private final WordNet wordNet = WordNet.shared();
  private final Map<Long, Concept> bySynset = new HashMap<>();
  private final Remembered<String, Optional<Concept>> ancestors =
      Remembered.atMost(REMEMBERED_BYTES, (noun, concept) -> Remembered.bytes(noun));
  private final Remembered<String, Depiction> depictions =
      Remembered.atMost(
          REMEMBERED_BYTES,
          (text, depiction) ->
              Remembered.bytes(text) + DEPICTION_BYTES + THING_BYTES * depiction.things().size());
  private final Remembered<String, String> singulars =
      Remembered.atMost(
          REMEMBERED_BYTES, (word, one) -> Remembered.bytes(word) + Remembered.bytes(one));

  private DepictionReader() {
    for (Concept concept : vocabulary.concepts()) {
      for (int i = 0; i < concept.names().size(); i++) {
        wordNet.sense(concept, i).ifPresent(s -> bySynset.putIfAbsent(s.getOffset(), concept));
      }
    }
  }

  public static DepictionReader shared() {
    return SHARED;
  }

  /** What the text depicts. */
  public Depiction read(String text) {
    return depictions.computeIfAbsent(text, this::readAnew);
  }

  private Depiction readAnew(String text) {
    List<String> words =
        WORD.matcher(Settings.simplified(text.toLowerCase(Locale.ROOT)))
            .results()
            .map(MatchResult::group)
            .toList();
    Depiction read = read(words, true);
    return read.things().isEmpty() ? read(words, false) : read;
  }

  /**
   * @param careful whether ambiguous words count as verbs where they may be verbs
   */
  private Depiction read(List<String> words, boolean careful) {
    Map<Concept, Thing> things = new LinkedHashMap<>();
    Depiction setting = Depiction.NOTHING;
    Optional<Relation> relation = Optional.empty();
    Optional<Concept> last = Optional.empty();
    StringBuilder between = new StringBuilder();
    for (int at = 0; at < words.size(); ) {
      int used = 1;
      Optional<Thing> thing = Optional.empty();
      for (int length = Math.min(LONGEST, words.size() - at); length > 0; length--) {
        thing =
            careful && length == 1 && isVerb(words, at)
                ? Optional.empty()
                : thing(words, at, length);
        if (thing.isPresent()) {
          used = length;
          break;
        }
      }
      if (thing.isPresent()) {
        Concept named = thing.get().concept();
        things.merge(named, thing.get(), DepictionReader::stronger);
        if (relation.isEmpty() && last.isPresent()) {
          relation = Settings.relation(last.get(), between.toString(), named);
        }
        last = Optional.of(named);
        between.setLength(0);
      } else {
        setting = Settings.read(setting, words.get(at));
        between.append(' ').append(words.get(at));
      }
      at += used;
    }
    return setting.withThings(List.copyOf(things.values())).withRelation(relation.orElse(null));
  }

  private static Thing stronger(Thing first, Thing again) {
    return new Thing(
        first.concept(),
        first.phrase(),
        Math.max(first.count(), again.count()),
        first.stressed() || again.stressed(),
        first.colour().or(again::colour).orElse(null));
  }

  private Optional<Thing> thing(List<String> words, int at, int length) {
    if (length == 1 && NEVER.contains(words.get(at))) {
      return Optional.empty();
    }
    String before = String.join(" ", words.subList(at, at + length - 1)).replaceAll("s of$", " of");
    String last = words.get(at + length - 1).replaceAll("['’]s?$", "");
    String single = singular(last);
    for (String head :
        List.of(last, last.replaceAll("s$", ""), last.replaceAll("es$", ""), single)) {
      String phrase = before.isEmpty() ? head : before + " " + head;
      Optional<Concept> concept = vocabulary.named(phrase);
      if (concept.isPresent()) {
        return Optional.of(mention(concept.get(), phrase, words, at));
      }
    }
    String phrase = before.isEmpty() ? single : before + " " + single;
    if (length > 3
        || before.matches("(an?|the)\\b.*")
        || NEVER.contains(phrase)
        || isPainted(phrase)
        || Settings.isSetting(phrase)) {
      return Optional.empty();
    }
    return ancestor(phrase).map(concept -> mention(concept, phrase, words, at));
  }

  /** "Red drum": a drum that is red, though WordNet knows a fish of this name. */
  private boolean isPainted(String phrase) {
    int space = phrase.indexOf(' ');
    return space > 0
        && Settings.COLOURS.containsKey(phrase.substring(0, space))
        && vocabulary.named(phrase.substring(space + 1)).filter(Concept::anyColour).isPresent();
  }

  private static boolean isVerb(List<String> words, int at) {
    if (at == 0 || !AMBIGUOUS.contains(words.get(at))) {
      return false;
    }
    String before = words.get(at - 1);
    return BEFORE_VERB.contains(before) || PLURAL.matcher(before).matches();
  }

  /** Number, colour and stress stand right before the noun, in any order. */
  private static Thing mention(Concept concept, String phrase, List<String> words, int at) {
    Thing thing = new Thing(concept, phrase, 1, false, null);
    for (int i = at - 1; i >= Math.max(0, at - 3); i--) {
      String word = words.get(i);
      if (NUMBERS.containsKey(word)) {
        thing = thing.times(NUMBERS.getOrDefault(word, 1));
      } else if (Settings.COLOURS.containsKey(word)) {
        thing = thing.in(Settings.COLOURS.get(word));
      } else if (Settings.STRESS.contains(word)) {
        thing = thing.stress();
      } else if (!BETWEEN.contains(word)) {
        break;
      }
    }
    return thing;
  }

  /** The singular of a noun; the word itself if WordNet knows no such noun. */
  public String singular(String noun) {
    return singulars.computeIfAbsent(noun, n -> wordNet.singular(n).orElse(n));
  }

  /** The nearest drawable ancestor of a noun by its first sense. */
  public Optional<Concept> ancestor(String noun) {
    return ancestors.computeIfAbsent(
        noun,
        n ->
            wordNet
                .meant(n)
                .filter(sense -> CONCRETE.contains(sense.getLexFileName()))
                .flatMap(this::climb));
  }

  private Optional<Concept> climb(Synset from) {
    Deque<Synset> level = new ArrayDeque<>(List.of(from));
    Set<Long> visited = new HashSet<>();
    for (int up = 0; up < LEVELS && !level.isEmpty(); up++) {
      List<Synset> next = new ArrayList<>();
      for (Synset synset : level) {
        Concept concept = bySynset.get(synset.getOffset());
        if (concept != null) {
          return Optional.of(concept);
        }
        if (visited.add(synset.getOffset())) {
          next.addAll(wordNet.hypernyms(synset));
        }
      }
      level = new ArrayDeque<>(next);
    }
    return Optional.empty();
  }
}
