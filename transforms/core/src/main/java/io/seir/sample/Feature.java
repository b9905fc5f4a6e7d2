package io.seir.sample;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the kernels measure about a turn. A feature of something that the turn lacks is absent.
 * Cosines run from −1 to 1; rows are those of the judge's own encoder.
 */
public enum Feature {
  ANSWER_COVERAGE("answerCoverage", "weighted mean over answer tokens of the best patch"),
  CAPTION_COVERAGE("captionCoverage", "weighted mean over caption tokens of the best patch"),
  ANSWER_GROUNDING("answerGrounding", "mean over patches of the best answer token"),
  CAPTION_GROUNDING("captionGrounding", "mean over patches of the best caption token"),
  REDUNDANCY("redundancy", "best match of answer and caption tokens, mean of both directions"),
  COMPLEMENT("complement", "what the caption says of a patch beyond the answer, mean over patches"),
  ANSWER_IMAGE("answerImage", "cosine of answer and picture"),
  CAPTION_IMAGE("captionImage", "cosine of caption and picture"),
  QUESTION_SHOWN("questionShown", "weighted mean over question tokens of the best patch"),
  QUESTION_ANSWERED(
      "questionAnswered", "best match of question and answer tokens, mean of both directions"),
  QUESTION_ANSWER("questionAnswer", "cosine of question and answer"),
  QUESTION_IMAGE("questionImage", "cosine of question and picture"),
  TOPIC_ANSWER("topicAnswer", "cosine of topic and answer: adherence"),
  TOPIC_IMAGE("topicImage", "cosine of topic and picture: adherence"),
  EARLIER_ANSWER("earlierAnswer", "highest cosine with an earlier answer: repetition"),
  EARLIER_IMAGE("earlierImage", "highest cosine with an earlier picture: repetition"),
  ANSWER_TOKENS("answerTokens", "tokens that the encoder saw of the answer"),
  SHARPNESS("sharpness", "variance of the Laplacian of the luma, in squared grey levels"),
  NOISE("noise", "standard deviation of noise after Immerkær (1996), in grey levels"),
  CONTRAST("contrast", "standard deviation of the luma over 255"),
  CLIPPED("clipped", "share of pixels that are black or white out of range"),
  COLOURFULNESS("colourfulness", "after Hasler and Süsstrunk (2003)"),
  BLOCKINESS(
      "blockiness",
      "mean step across columns that are multiples of 8 over the mean step elsewhere; 1 without"
          + " blocks");

  private static final Map<String, Feature> BY_KEY =
      Arrays.stream(values()).collect(Collectors.toMap(Feature::key, Function.identity()));

  private final String key;
  private final String meaning;

  Feature(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  /** A one-line description for people. */
  public String meaning() {
    return meaning;
  }

  /** The feature with a name in files. */
  public static Optional<Feature> of(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }
}
