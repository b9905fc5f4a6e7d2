package io.seir.similar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of a topic tree a data set covers, and how evenly.
 *
 * @param levels one for each depth of the tree, from the top to the leaves; at least one
 * @param unlisted how many counted topics are not among the listed leaves; they are covered like
 *     the others
 */
public record TopicCoverage(List<Level> levels, int unlisted) {
  /**
   * The topics at one depth: the paths cut after that many names, and shorter paths whole.
   *
   * @param depth the number of names, from 1
   * @param seen the number of topics counted at least once
   * @param known the number of topics, counted or not
   * @param entropy of the counts, in nats
   */
  public record Level(int depth, int seen, int known, double entropy) {
    /** The share of the known topics that are seen. */
    public double coverage() {
      return (double) seen / known;
    }

    /**
     * Entropy as a share of the largest possible, ln(known): 1 if every known topic has the same
     * count, or if the only known one is seen.
     */
    public double normalisedEntropy() {
      return known > 1 ? entropy / StrictMath.log(known) : seen;
    }
  }

  public TopicCoverage {
    levels = List.copyOf(levels);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("expected at least one level of topics");
    }
  }

  /**
   * @param counts by path, such as "Nature/Animals/Cat"; paths are compared as written
   * @param listed the paths of all leaves; the topics of {@code counts} are also known, and are the
   *     only known ones if none are listed
   * @return empty if no topic is known
   */
  public static Optional<TopicCoverage> of(Map<String, Long> counts, Set<String> listed) {
    SortedMap<String, Long> leaves = new TreeMap<>();
    listed.forEach(path -> leaves.put(path, 0L));
    counts.forEach((path, count) -> leaves.put(path, requireCount(path, count)));
    List<Level> levels = new ArrayList<>();
    int deepest = leaves.keySet().stream().mapToInt(TopicCoverage::depth).max().orElse(0);
    for (int depth = 1; depth <= deepest; depth++) {
      levels.add(level(leaves, depth));
    }
    int unlisted = listed.isEmpty() ? 0 : leaves.size() - listed.size();
    return levels.isEmpty() ? Optional.empty() : Optional.of(new TopicCoverage(levels, unlisted));
  }

  /** The deepest level, at which every path is whole. */
  public Level leaves() {
    return levels.get(levels.size() - 1);
  }

  private static long requireCount(String path, long count) {
    if (count < 0) {
      throw new IllegalArgumentException("the count of topic " + path + " is below 0: " + count);
    }
    return count;
  }

  private static int depth(String path) {
    return 1 + (int) path.chars().filter(c -> c == '/').count();
  }

  private static Level level(SortedMap<String, Long> leaves, int depth) {
    SortedMap<String, Long> topics = new TreeMap<>();
    leaves.forEach((path, count) -> topics.merge(cut(path, depth), count, Long::sum));
    int seen = (int) topics.values().stream().filter(count -> count > 0).count();
    return new Level(depth, seen, topics.size(), entropy(topics));
  }

  /** The first names of a path; the whole path if it has no more. */
  static String cut(String path, int depth) {
    int end = -1;
    for (int name = 0; name < depth; name++) {
      end = path.indexOf('/', end + 1);
      if (end < 0) {
        return path;
      }
    }
    return path.substring(0, end);
  }

  private static double entropy(SortedMap<String, Long> topics) {
    double total = topics.values().stream().mapToLong(Long::longValue).sum();
    double entropy = 0;
    for (long count : topics.values()) {
      if (count > 0) {
        entropy -= count / total * StrictMath.log(count / total);
      }
    }
    return entropy;
  }
}
