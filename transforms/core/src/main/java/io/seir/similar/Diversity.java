package io.seir.similar;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.seir.sample.Features;
import io.seir.sample.JsonCoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * How varied a data set is, as measured by {@link MeasureDiversity}. What does not apply is absent:
 * without topics there is no coverage of topics, and fewer than two texts or rows have no
 * diversity. Counts are exact; an {@link Estimate} is of a sample.
 *
 * @param samples number of samples measured together
 * @param questions texts of all turns, as {@code answers}
 * @param questionRows rows of all turns, as {@code answerRows} and {@code imageRows}
 */
@DefaultCoder(JsonCoder.class)
@JsonPropertyOrder({
  "samples",
  "topics",
  "templates",
  "questions",
  "answers",
  "questionRows",
  "answerRows",
  "imageRows"
})
public record Diversity(
    long samples,
    Optional<Topics> topics,
    Optional<Templates> templates,
    Optional<Texts> questions,
    Optional<Texts> answers,
    Optional<Rows> questionRows,
    Optional<Rows> answerRows,
    Optional<Rows> imageRows) {
  /** The name of its file. */
  public static final String FILE = "diversity.json";

  /**
   * How much of the topics is covered, and how evenly.
   *
   * @param samples those that have a topic
   * @param unlisted topics seen but not listed; absent without a list
   * @param levels from the top of the hierarchy to the topics themselves
   */
  public record Topics(long samples, Optional<Integer> unlisted, List<Level> levels) {
    public Topics {
      levels = List.copyOf(levels);
    }
  }

  /**
   * The names at one depth of the hierarchy.
   *
   * @param depth from 1
   * @param known listed or seen
   * @param coverage seen / known
   * @param entropy in nats
   * @param normalisedEntropy entropy / ln(known): 1 if all known ones are seen equally often
   */
  public record Level(
      int depth, int seen, int known, double coverage, double entropy, double normalisedEntropy) {
    static Level of(TopicCoverage.Level level) {
      return new Level(
          level.depth(),
          level.seen(),
          level.known(),
          Features.rounded(level.coverage()),
          Features.rounded(level.entropy()),
          Features.rounded(level.normalisedEntropy()));
    }
  }

  /**
   * How much of the sentence patterns is covered, alone and with each topic.
   *
   * @param turns those that have a template
   * @param withTopics by the depth of the topics; empty if there are none
   */
  public record Templates(
      long turns,
      int seen,
      int known,
      double coverage,
      double entropy,
      double normalisedEntropy,
      List<Pairs> withTopics) {
    public Templates {
      withTopics = List.copyOf(withTopics);
    }

    static Templates of(long turns, TopicCoverage.Level level, List<Pairs> withTopics) {
      return new Templates(
          turns,
          level.seen(),
          level.known(),
          Features.rounded(level.coverage()),
          Features.rounded(level.entropy()),
          Features.rounded(level.normalisedEntropy()),
          withTopics);
    }
  }

  /**
   * Pairs of a topic and a template.
   *
   * @param depth of the topics
   * @param known all that there could be
   */
  public record Pairs(int depth, long seen, long known, double coverage) {
    static Pairs of(int depth, long seen, long known) {
      return new Pairs(depth, seen, known, Features.rounded((double) seen / known));
    }
  }

  /**
   * Texts of one kind.
   *
   * @param different normal forms
   * @param mostFrequent how often the most frequent one occurs
   * @param repeated the share of texts whose normal form occurs in another sample too; absent if
   *     there is one sample only
   * @param sampled texts that the following are of
   * @param distinct1 different words by all words, as {@code distinct2} for pairs of words
   * @param selfBleu with n-grams of 1 to 4 words
   */
  public record Texts(
      long texts,
      long different,
      long mostFrequent,
      Optional<Double> repeated,
      int sampled,
      Optional<Estimate> distinct1,
      Optional<Estimate> distinct2,
      Optional<Estimate> selfBleu) {}

  /**
   * Rows of one kind.
   *
   * @param sampled rows that the following are of
   * @param vendi the Vendi score of the sampled rows
   * @param rke the Rényi kernel entropy mode count of the sampled rows
   * @param nearest mean cosine of a sampled row with the nearest of all other rows
   */
  @DefaultCoder(JsonCoder.class)
  public record Rows(long rows, int sampled, Estimate vendi, Estimate rke, Estimate nearest) {}

  /** The file's bytes. */
  public byte[] bytes() {
    return JsonCoder.mapper().valueToTree(this).toPrettyString().getBytes(StandardCharsets.UTF_8);
  }
}
