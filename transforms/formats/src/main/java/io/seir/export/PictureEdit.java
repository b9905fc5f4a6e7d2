package io.seir.export;

import io.seir.model.ModelException;
import io.seir.sample.Assessment;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Refinement;
import io.seir.sample.Round;
import io.seir.sample.Suggestion;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Two pictures of consecutive rounds and what the critic said of the first: an edit, if the second
 * is much the same picture. Most are not: a revision draws anew from another caption.
 *
 * @param instruction what was wrong and what to do, in the critic's words
 */
record PictureEdit(Picture before, Picture after, String instruction) {
  private static final String STAGE = "image";

  /**
   * Those of a turn: pairs that are as alike as is wanted, where the critic does not rate the
   * second lower than the first.
   *
   * @throws LeftOutException if a picture cannot be had or encoded
   */
  static List<PictureEdit> of(ExportSample sample, int number, Edits wanted)
      throws LeftOutException {
    Turn turn = sample.turns().get(number);
    Optional<Refinement> made = turn.lineageOf(STAGE);
    List<PictureEdit> edits = new ArrayList<>();
    List<Round> rounds = made.map(Refinement::rounds).orElse(List.of());
    for (int i = 0; i + 1 < rounds.size(); i++) {
      Optional<String> asked = asked(rounds.get(i));
      Optional<ImageRef> first = rounds.get(i).draft().image();
      Optional<ImageRef> second = rounds.get(i + 1).draft().image();
      if (asked.isPresent()
          && first.isPresent()
          && second.isPresent()
          && !isWorse(rounds.get(i + 1), rounds.get(i))) {
        Picture before = sample.picture(first.get());
        Picture after = sample.picture(second.get());
        if (!before.equals(after) && cosine(before, after, wanted) >= wanted.least()) {
          edits.add(new PictureEdit(before, after, asked.get()));
        }
      }
    }
    return edits;
  }

  private static Optional<String> asked(Round round) {
    return round.assessment() instanceof Assessment.Reviewed reviewed
            && reviewed.suggestion() instanceof Suggestion.Revise revise
            && !revise.reason().isBlank()
        ? Optional.of(revise.reason())
        : Optional.empty();
  }

  private static boolean isWorse(Round second, Round first) {
    OptionalDouble later = second.assessment().selectionScore();
    OptionalDouble earlier = first.assessment().selectionScore();
    return later.isPresent() && earlier.isPresent() && later.getAsDouble() < earlier.getAsDouble();
  }

  private static double cosine(Picture before, Picture after, Edits wanted)
      throws LeftOutException {
    try {
      return wanted.likeness().cosine(before, after);
    } catch (ModelException e) {
      if (e.kind() != ModelException.Kind.PERMANENT) {
        throw new IllegalStateException("pictures cannot be compared now: " + e.getMessage(), e);
      }
      throw new LeftOutException(e.reason());
    }
  }
}
