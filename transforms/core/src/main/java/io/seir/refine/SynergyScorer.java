package io.seir.refine;

import io.seir.kernels.Kernels;
import io.seir.kernels.RaggedRows;
import io.seir.kernels.SynergyBatch;
import io.seir.kernels.SynergyFeatures;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ModelException;
import io.seir.model.TextImageEncoder;
import io.seir.sample.Features;
import io.seir.sample.Picture;

/**
 * How well a picture fits question and caption according to the synergy features, as one number.
 */
final class SynergyScorer {
  private SynergyScorer() {}

  /**
   * 0 to 1: the picture's coverage of the caption counts two thirds, that of the question one
   * third. Rounded to the precision to which engines agree, so that all choose the same round.
   */
  static double score(
      TextImageEncoder encoder, Kernels kernels, String question, String caption, Picture picture)
      throws ModelException {
    int dimension = encoder.dimension();
    EncodedText asked = encoder.encode(question);
    EncodedText described = encoder.encode(caption);
    EncodedImage shown = encoder.encode(picture);
    SynergyFeatures features =
        kernels
            .synergy(
                new SynergyBatch(
                    RaggedRows.single(dimension, asked.tokens()),
                    asked.weights(),
                    RaggedRows.single(dimension, asked.global()),
                    RaggedRows.single(dimension, described.tokens()),
                    described.weights(),
                    RaggedRows.single(dimension, described.global()),
                    RaggedRows.single(dimension, shown.patches()),
                    RaggedRows.single(dimension, shown.global())))
            .get(0);
    double fit = (2 * features.captionCoverage() + features.answerCoverage()) / 3;
    return Features.rounded(Math.min(1, Math.max(0, fit)));
  }
}
