package io.seir.kernels;

/**
 * How a text answer, its caption and a picture belong together; cosines, so −1..1. Features over
 * nothing (no tokens, no patches, all weights zero) are 0.
 *
 * @param answerCoverage weighted mean over answer tokens of the best patch
 * @param captionCoverage the same for the caption
 * @param answerGrounding mean over patches of the best answer token
 * @param captionGrounding the same for the caption
 * @param redundancy mean of both directions of the best match between answer and caption tokens
 * @param complement mean over patches of what the caption says of a patch beyond the answer
 * @param answerImage cosine of the global rows of answer and image
 * @param captionImage cosine of the global rows of caption and image
 */
public record SynergyFeatures(
    double answerCoverage,
    double captionCoverage,
    double answerGrounding,
    double captionGrounding,
    double redundancy,
    double complement,
    double answerImage,
    double captionImage) {}
