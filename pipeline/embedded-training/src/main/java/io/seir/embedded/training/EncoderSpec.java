package io.seir.embedded.training;

import java.util.List;

/**
 * How an encoder is made.
 *
 * @param name also the name of its files
 * @param seed of weights and scenes
 * @param width factor on the channels of the image tower
 * @param notoShare part of the scenes drawn with Noto icons
 */
record EncoderSpec(String name, long seed, double width, double notoShare) {
  /** The critic steers revisions; the judge must not share its weights, data or shape. */
  static final List<EncoderSpec> ALL =
      List.of(new EncoderSpec("critic", 11, 1.0, 0.5), new EncoderSpec("judge", 29, 1.15, 0.6));
}
