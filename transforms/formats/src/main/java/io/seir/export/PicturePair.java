package io.seir.export;

import io.seir.model.ModelException;
import io.seir.sample.Assessment;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Refinement;
import io.seir.sample.Round;
import io.seir.sample.Turn;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Two pictures of a turn's rounds for its final caption, rated again against that caption: because
 * captions are rewritten from round to round, the ratings of the rounds are not comparable.
 *
 * @param caption the final one
 * @param gap the difference of the two ratings
 */
record PicturePair(String caption, Picture better, Picture worse, double gap) {
  private static final String STAGE = "image";

  /**
   * The best and the worst of a turn's pictures, if they differ by at least the gap and the critic
   * does not rate them the other way round.
   *
   * @throws LeftOutException if a picture cannot be read or rated
   */
  static Optional<PicturePair> of(ExportSample sample, int number, ExportSettings settings)
      throws LeftOutException {
    Turn turn = sample.turns().get(number);
    Optional<Refinement> made = turn.lineageOf(STAGE);
    if (made.isEmpty() || turn.caption().isEmpty()) {
      return Optional.empty();
    }
    Picture best = null;
    Picture worst = null;
    double high = 0;
    double low = 0;
    OptionalDouble ofBest = OptionalDouble.empty();
    OptionalDouble ofWorst = OptionalDouble.empty();
    for (Round round : made.get().rounds()) {
      Optional<ImageRef> image = round.draft().image();
      if (image.isPresent()) {
        Picture picture = sample.picture(image.get());
        double rating = rating(sample, number, picture, settings);
        if (best == null || rating > high) {
          best = picture;
          high = rating;
          ofBest = critics(round);
        }
        if (worst == null || rating < low) {
          worst = picture;
          low = rating;
          ofWorst = critics(round);
        }
      }
    }
    return best == null
            || worst == null
            || best.equals(worst)
            || high - low < settings.gap()
            || isLower(ofBest, ofWorst)
        ? Optional.empty()
        : Optional.of(new PicturePair(turn.caption().get(), best, worst, high - low));
  }

  private static OptionalDouble critics(Round round) {
    return round.assessment() instanceof Assessment.Reviewed reviewed
        ? reviewed.rating()
        : OptionalDouble.empty();
  }

  /**
   * Whether the critic rated the better one lower: it looks at more than the rater of the pair may,
   * such as blur.
   */
  private static boolean isLower(OptionalDouble ofBest, OptionalDouble ofWorst) {
    return ofBest.isPresent()
        && ofWorst.isPresent()
        && ofBest.getAsDouble() < ofWorst.getAsDouble();
  }

  private static double rating(
      ExportSample sample, int number, Picture picture, ExportSettings settings)
      throws LeftOutException {
    try {
      return settings.rater().rate(sample.sample(), number, picture);
    } catch (ModelException e) {
      if (e.kind()
          != ModelException.Kind.PERMANENT) { // asked again when the export is gone on with
        throw new IllegalStateException("pictures cannot be rated now: " + e.getMessage(), e);
      }
      throw new LeftOutException(e.reason());
    }
  }
}
