package io.seir.similar;

import io.seir.sample.JsonCoder;
import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * What is counted exactly, over all samples. Added to in place while it is made.
 *
 * @param topics samples by the path of their topic
 * @param templates turns by their template
 * @param totals by kind
 */
@DefaultCoder(JsonCoder.class)
record DiversityCounts(
    SortedMap<String, Long> topics,
    SortedMap<String, Long> templates,
    SortedMap<String, Totals> totals)
    implements Serializable {
  private static final long serialVersionUID = 1;

  static final String SAMPLE = "sample";
  static final String TOPIC = "topic";
  static final String TEMPLATE = "template";
  static final String QUESTION = "question";
  static final String ANSWER = "answer";

  private static final char AFTER_KIND = '\t';

  /** Domain, category and topic. */
  static final int DEEPEST = 3;

  /** Pairs of a template and the first names of a topic's path. */
  static String pair(int depth) {
    return "pair" + depth;
  }

  /** The key that a thing is counted under. */
  static String key(String kind, String what) {
    return kind + AFTER_KIND + what;
  }

  /**
   * How often a thing was seen.
   *
   * @param first the smallest hash of a sample that it was seen in
   * @param last the largest; another one if there are several samples
   */
  @DefaultCoder(JsonCoder.class)
  record Seen(long times, long first, long last) implements Serializable {
    private static final long serialVersionUID = 1;

    static Seen in(long sample) {
      return new Seen(1, sample, sample);
    }

    Seen plus(Seen other) {
      return new Seen(
          times + other.times, Math.min(first, other.first), Math.max(last, other.last));
    }

    boolean inSeveralSamples() {
      return first != last;
    }
  }

  /**
   * All things of a kind.
   *
   * @param seen all of them added up
   * @param different how many distinct things there are
   * @param repeated how often those were seen that are in several samples
   * @param mostFrequent the largest count of one thing
   */
  record Totals(Seen seen, long different, long repeated, long mostFrequent)
      implements Serializable {
    private static final long serialVersionUID = 1;

    static Totals of(Seen one) {
      return new Totals(one, 1, one.inSeveralSamples() ? one.times() : 0, one.times());
    }

    Totals plus(Totals other) {
      return new Totals(
          seen.plus(other.seen),
          different + other.different,
          repeated + other.repeated,
          Math.max(mostFrequent, other.mostFrequent));
    }
  }

  static DiversityCounts none() {
    return new DiversityCounts(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  void add(String key, Seen seen) {
    int end = key.indexOf(AFTER_KIND);
    String kind = key.substring(0, end);
    totals.merge(kind, Totals.of(seen), Totals::plus);
    if (kind.equals(TOPIC)) {
      topics.merge(key.substring(end + 1), seen.times(), Long::sum);
    } else if (kind.equals(TEMPLATE)) {
      templates.merge(key.substring(end + 1), seen.times(), Long::sum);
    }
  }

  void add(DiversityCounts other) {
    merge(topics, other.topics);
    merge(templates, other.templates);
    other.totals.forEach((kind, total) -> totals.merge(kind, total, Totals::plus));
  }

  private static void merge(Map<String, Long> sum, Map<String, Long> other) {
    other.forEach((key, count) -> sum.merge(key, count, Long::sum));
  }

  /** How often things of a kind were seen. */
  long all(String kind) {
    Totals total = totals.get(kind);
    return total == null ? 0 : total.seen().times();
  }

  /** How many different things of a kind were seen. */
  long different(String kind) {
    Totals total = totals.get(kind);
    return total == null ? 0 : total.different();
  }
}
