package io.seir.score;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import io.seir.dialogue.JsonCoder;
import io.seir.kernels.ImageQuality;
import io.seir.kernels.SynergyFeatures;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the kernels say of a turn; rounded to {@value #DECIMALS} decimals. Of something that is
 * missing (no picture, no question, no topic, no earlier turn) a feature is 0.
 *
 * @param questionShown weighted mean over question tokens of the best patch
 * @param questionAnswered mean of both directions of the best match of question and answer tokens
 * @param questionAnswer cosine of question and answer
 * @param questionImage cosine of question and picture
 * @param topicAnswer cosine of topic and answer: topic adherence
 * @param topicImage cosine of topic and picture
 * @param earlierAnswer highest cosine with the answer of an earlier turn: repetition
 * @param earlierImage the same of pictures
 * @param answerTokens how many tokens the encoder saw of the answer
 */
public record TurnFeatures(
    double answerCoverage,
    double captionCoverage,
    double answerGrounding,
    double captionGrounding,
    double redundancy,
    double complement,
    double answerImage,
    double captionImage,
    double questionShown,
    double questionAnswered,
    double questionAnswer,
    double questionImage,
    double topicAnswer,
    double topicImage,
    double earlierAnswer,
    double earlierImage,
    double answerTokens,
    double sharpness,
    double noise,
    double contrast,
    double clipped,
    double colourfulness,
    double blockiness) {
  /** Engines agree to this. */
  public static final int DECIMALS = 4;

  private static final double SCALE = Math.pow(10, DECIMALS);

  /** Cosines of an exchange's global rows with those around it. */
  record Neighbours(
      double questionAnswer,
      double questionImage,
      double topicAnswer,
      double topicImage,
      double earlierAnswer,
      double earlierImage) {}

  static TurnFeatures of(
      SynergyFeatures answer,
      SynergyFeatures question,
      Neighbours neighbours,
      int answerTokens,
      ImageQuality quality) {
    return new TurnFeatures(
        rounded(answer.answerCoverage()),
        rounded(answer.captionCoverage()),
        rounded(answer.answerGrounding()),
        rounded(answer.captionGrounding()),
        rounded(answer.redundancy()),
        rounded(answer.complement()),
        rounded(answer.answerImage()),
        rounded(answer.captionImage()),
        rounded(question.answerCoverage()),
        rounded(question.redundancy()),
        rounded(neighbours.questionAnswer()),
        rounded(neighbours.questionImage()),
        rounded(neighbours.topicAnswer()),
        rounded(neighbours.topicImage()),
        rounded(neighbours.earlierAnswer()),
        rounded(neighbours.earlierImage()),
        answerTokens,
        rounded(quality.sharpness()),
        rounded(quality.noise()),
        rounded(quality.contrast()),
        rounded(quality.clipped()),
        rounded(quality.colourfulness()),
        rounded(quality.blockiness()));
  }

  private static double rounded(double value) {
    return Math.round(value * SCALE) / SCALE;
  }

  /** By name. */
  @JsonIgnore
  public Map<String, Double> byName() {
    JsonNode node = JsonCoder.mapper().valueToTree(this);
    Map<String, Double> named = new TreeMap<>();
    node.fields().forEachRemaining(f -> named.put(f.getKey(), f.getValue().doubleValue()));
    return named;
  }
}
