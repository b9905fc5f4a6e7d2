package io.seir.kernels;

/**
 * What {@link Kernels#synergy} reads, all rows of unit length.
 *
 * <p>Per sample: answer tokens, caption tokens, image patches (ragged); one weight a token; one
 * global row each of answer, caption and image.
 */
public final class SynergyBatch {
  final RaggedRows answer;
  final RaggedRows caption;
  final RaggedRows patches;
  final float[] answerWeights;
  final float[] captionWeights;
  final RaggedRows answerGlobal;
  final RaggedRows captionGlobal;
  final RaggedRows imageGlobal;

  /**
   * @throws IllegalArgumentException if numbers of samples, dimensions or weights do not match, or
   *     a weight is negative or not finite
   */
  public SynergyBatch(
      RaggedRows answer,
      float[] answerWeights,
      RaggedRows answerGlobal,
      RaggedRows caption,
      float[] captionWeights,
      RaggedRows captionGlobal,
      RaggedRows patches,
      RaggedRows imageGlobal) {
    this.answer = answer;
    this.caption = caption;
    this.patches = patches;
    this.answerWeights = answerWeights;
    this.captionWeights = captionWeights;
    this.answerGlobal = answerGlobal;
    this.captionGlobal = captionGlobal;
    this.imageGlobal = imageGlobal;
    for (RaggedRows rows :
        new RaggedRows[] {caption, patches, answerGlobal, captionGlobal, imageGlobal}) {
      if (rows.samples() != answer.samples()) {
        throw new IllegalArgumentException("all rows must be of as many samples");
      }
      Inputs.sameShape(answer.rows(), rows.rows());
    }
    check(answer, answerWeights, "answer");
    check(caption, captionWeights, "caption");
    if (answerGlobal.rows().rows() != samples()
        || captionGlobal.rows().rows() != samples()
        || imageGlobal.rows().rows() != samples()) {
      throw new IllegalArgumentException("one global row a sample is needed");
    }
  }

  private static void check(RaggedRows tokens, float[] weights, String of) {
    if (weights.length != tokens.rows().rows()) {
      throw new IllegalArgumentException(
          of + ": " + weights.length + " weights for " + tokens.rows().rows() + " tokens");
    }
    for (float weight : weights) {
      if (!(weight >= 0) || Float.isInfinite(weight)) {
        throw new IllegalArgumentException(of + ": a weight is " + weight);
      }
    }
  }

  public int samples() {
    return answer.samples();
  }
}
