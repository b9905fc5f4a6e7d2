package io.seir.report;

import io.seir.sample.ImageRef;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Sample;
import io.seir.sample.Seeds;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a data set contains, for its card, and whether its splits share anything. About 40 bytes per
 * turn are kept, whatever the length of the texts.
 */
public final class ExportStatistics {
  private static final Pattern HASHED = Pattern.compile("images/[0-9a-f]{2}/[0-9a-f]{64}\\.\\w+");
  private static final double NORMAL_95 = 1.959964;
  private static final int MOST_RESAMPLED = 2_000;

  /** Means of one scale over dialogues, because the turns of a dialogue are not independent. */
  private static final class Sums {
    private double[] first = new double[64];
    private int count;
    private double sum;
    private double squares;

    void add(double score) {
      if (count < MOST_RESAMPLED) {
        if (count == first.length) {
          first = Arrays.copyOf(first, 2 * count);
        }
        first[count] = score;
      }
      count++;
      sum += score;
      squares += score * score;
    }

    /** By the bootstrap, or by the normal approximation where the bootstrap would take long. */
    Interval interval() {
      if (count <= MOST_RESAMPLED) {
        return Bootstrap.ofMean(Arrays.copyOf(first, count));
      }
      double mean = sum / count;
      double half = NORMAL_95 * Math.sqrt(Math.max(0, squares / count - mean * mean) / count);
      return new Interval(mean, mean - half, mean + half, count);
    }
  }

  /** Hashes of texts, with the number of the split in the last bits. */
  private static final class Marks {
    private static final int BITS = 8;
    private long[] all = new long[1024];
    private int size;

    void add(String text, int split) {
      String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
      if (size == all.length) {
        all = Arrays.copyOf(all, 2 * size);
      }
      all[size++] = Seeds.derive(0, plain) << BITS | split;
    }

    /** Distinct texts that occur in more than one split. */
    long shared() {
      long[] sorted = Arrays.copyOf(all, size);
      Arrays.sort(sorted);
      long shared = 0;
      for (int i = 0; i < size; ) {
        int end = i;
        boolean several = false;
        for (; end < size && sorted[end] >>> BITS == sorted[i] >>> BITS; end++) {
          several |= sorted[end] != sorted[i];
        }
        shared += several ? 1 : 0;
        i = end;
      }
      return shared;
    }
  }

  private final Map<JudgeDimension, Sums> scores = new EnumMap<>(JudgeDimension.class);
  private final SortedMap<String, Long> domains = new TreeMap<>();
  private final Set<Long> topics = new HashSet<>();
  private final SortedMap<String, Long> flags = new TreeMap<>();
  private final Map<String, Integer> splits = new LinkedHashMap<>();
  private final Marks questions = new Marks();
  private final Marks answers = new Marks();
  private final Marks images = new Marks();
  private long dialogues;
  private long turns;
  private long pictures;

  /** Adds a sample that is in a split. */
  public void add(Sample sample, String split) {
    int number = splits.computeIfAbsent(split, name -> splits.size());
    dialogues++;
    domains.merge(sample.topic().flatMap(Topic::domain).orElse("(none)"), 1L, Long::sum);
    sample.topic().map(Topic::text).ifPresent(topic -> topics.add(Seeds.derive(2, topic)));
    Map<JudgeDimension, DoubleSummaryStatistics> own = new EnumMap<>(JudgeDimension.class);
    for (Turn turn : sample.turns()) {
      turns++;
      turn.question().ifPresent(text -> questions.add(text, number));
      turn.answer().ifPresent(text -> answers.add(text, number));
      turn.image().ifPresent(image -> images.add(name(sample, image), number));
      pictures += turn.image().isPresent() ? 1 : 0;
      turn.flags().forEach(flag -> flags.merge(flag, 1L, Long::sum));
      if (turn.verdict().orElse(null) instanceof Verdict.Scored scored) {
        scored
            .expected()
            .forEach(
                (scale, score) ->
                    own.computeIfAbsent(scale, s -> new DoubleSummaryStatistics()).accept(score));
      }
    }
    own.forEach(
        (scale, found) -> scores.computeIfAbsent(scale, s -> new Sums()).add(found.getAverage()));
  }

  /** Our pictures are named by their content; other names are only meaningful in their folder. */
  private static String name(Sample sample, ImageRef image) {
    return HASHED.matcher(image.uri()).matches()
        ? image.uri()
        : sample.source().flatMap(Sample.Source::folder).orElse(sample.system().orElse(""))
            + "\n"
            + image.uri();
  }

  public long dialogues() {
    return dialogues;
  }

  public long turns() {
    return turns;
  }

  public long pictures() {
    return pictures;
  }

  /** Dialogues by domain. */
  public SortedMap<String, Long> domains() {
    return domains;
  }

  /** The number of distinct topics. */
  public int topics() {
    return topics.size();
  }

  /** Flagged turns by flag. */
  public SortedMap<String, Long> flags() {
    return flags;
  }

  /** The mean score of a scale over dialogues, with its interval; empty without any. */
  public Optional<Interval> score(JudgeDimension scale) {
    return Optional.ofNullable(scores.get(scale)).map(Sums::interval);
  }

  /** Distinct questions, answers and pictures that occur in more than one split. */
  public Map<String, Long> shared() {
    Map<String, Long> shared = new LinkedHashMap<>();
    shared.put("questions", questions.shared());
    shared.put("answers", answers.shared());
    shared.put("images", images.shared());
    return shared;
  }
}
