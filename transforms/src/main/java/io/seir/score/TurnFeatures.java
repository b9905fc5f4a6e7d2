package io.seir.score;

import io.seir.kernels.ImageQuality;
import io.seir.kernels.SynergyFeatures;

/** What the kernels say of a turn; rounded to {@value #DECIMALS} decimals. */
public record TurnFeatures(
    double answerCoverage,
    double captionCoverage,
    double answerGrounding,
    double captionGrounding,
    double redundancy,
    double complement,
    double answerImage,
    double captionImage,
    double sharpness,
    double noise,
    double contrast,
    double clipped,
    double colourfulness,
    double blockiness) {
  /** Engines agree to this. */
  public static final int DECIMALS = 4;

  private static final double SCALE = Math.pow(10, DECIMALS);

  static TurnFeatures of(SynergyFeatures synergy, ImageQuality quality) {
    return new TurnFeatures(
        rounded(synergy.answerCoverage()),
        rounded(synergy.captionCoverage()),
        rounded(synergy.answerGrounding()),
        rounded(synergy.captionGrounding()),
        rounded(synergy.redundancy()),
        rounded(synergy.complement()),
        rounded(synergy.answerImage()),
        rounded(synergy.captionImage()),
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
}
