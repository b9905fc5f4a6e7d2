package io.seir.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * One dialogue of text and pictures, made by this project or brought by a user: the input and
 * output of every transform. While a turn is being made, it is the last one, and unfinished.
 *
 * @param id unique among the samples of one system
 * @param index 0-based position among all samples that are made or read together; determines the
 *     order in files
 * @param seed source of all randomness in the sample
 * @param system the system that gave the answers, if several systems are compared
 * @param topic what it is about
 * @param templates the sentence pattern of each question to ask, in order
 * @param usage model use outside any turn's lineage, by stage
 * @param source where it was read from
 */
@DefaultCoder(JsonCoder.class)
public record Sample(
    String id,
    long index,
    long seed,
    Optional<String> system,
    Optional<Topic> topic,
    List<String> templates,
    List<Turn> turns,
    SortedMap<String, StageUsage> usage,
    Optional<Source> source) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,80}");

  /**
   * The line a sample was read from.
   *
   * @param folder of its file, to which picture names are relative; absent for a container
   * @param line the JSON object, so that its own keys can be written again
   */
  public record Source(Optional<String> folder, String line) {}

  public Sample {
    templates = List.copyOf(templates);
    turns = List.copyOf(turns);
    usage = new TreeMap<>(usage);
  }

  /** A sample without turns; its seed is derived from its id. */
  public static Sample of(String id) {
    return new Sample(
        id,
        0,
        Seeds.derive(0, id),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        new TreeMap<>(),
        Optional.empty());
  }

  /** A question to answer. */
  public static Sample ofQuestion(String id, String question) {
    return of(id).plus(Turn.asking(question));
  }

  /** A topic to talk about, with one sentence pattern per turn to make. */
  public static Sample ofTopic(String id, Topic topic, List<String> templates) {
    return of(id).withTopic(topic).withTemplates(templates);
  }

  public Sample withIndex(long place) {
    return new Sample(id, place, seed, system, topic, templates, turns, usage, source);
  }

  public Sample withSeed(long other) {
    return new Sample(id, index, other, system, topic, templates, turns, usage, source);
  }

  public Sample withSystem(String name) {
    return new Sample(id, index, seed, Optional.of(name), topic, templates, turns, usage, source);
  }

  public Sample withTopic(Topic about) {
    return new Sample(id, index, seed, system, Optional.of(about), templates, turns, usage, source);
  }

  public Sample withTemplates(List<String> patterns) {
    return new Sample(id, index, seed, system, topic, patterns, turns, usage, source);
  }

  public Sample withTurns(List<Turn> all) {
    return new Sample(id, index, seed, system, topic, templates, all, usage, source);
  }

  public Sample withSource(Source from) {
    return new Sample(id, index, seed, system, topic, templates, turns, usage, Optional.of(from));
  }

  /** With different model use outside any lineage. */
  public Sample withUsage(SortedMap<String, StageUsage> all) {
    return new Sample(id, index, seed, system, topic, templates, turns, all, source);
  }

  /** With more model use in a stage without a lineage. */
  public Sample plusUsage(String stage, StageUsage more) {
    SortedMap<String, StageUsage> sum = new TreeMap<>(usage);
    sum.merge(stage, more, StageUsage::plus);
    return withUsage(sum);
  }

  /** With one more turn. */
  public Sample plus(Turn turn) {
    List<Turn> longer = new ArrayList<>(turns);
    longer.add(turn);
    return withTurns(longer);
  }

  /** With a different last turn. */
  public Sample withLast(Turn turn) {
    List<Turn> changed = new ArrayList<>(turns);
    changed.set(turns.size() - 1, turn);
    return withTurns(changed);
  }

  /** With every turn changed. */
  public Sample mapTurns(UnaryOperator<Turn> change) {
    return withTurns(turns.stream().map(change).toList());
  }

  /** The last turn, which may be unfinished. */
  public Optional<Turn> last() {
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns.get(turns.size() - 1));
  }

  /**
   * The name under which its journal is stored. System and id may contain any character; the name
   * contains only safe ones, and differs for the answers of different systems.
   */
  public String journalName() {
    if (system.isEmpty() && PLAIN.matcher(id).matches()) {
      return id;
    }
    String of = system.orElse("");
    return String.format("sample-%016x%016x", Seeds.derive(0, of, id), Seeds.derive(1, of, id));
  }

  /** All model use for it so far, by stage. */
  public SortedMap<String, StageUsage> spent() {
    SortedMap<String, StageUsage> spent = new TreeMap<>(usage);
    for (Turn turn : turns) {
      for (Refinement made : turn.lineage()) {
        spent.merge(made.stage(), made.usage(), StageUsage::plus);
      }
    }
    return spent;
  }

  /** Without the bytes of pictures. */
  public Sample withoutBytes() {
    return mapTurns(turn -> turn.mapImage(ImageRef::withoutBytes));
  }
}
