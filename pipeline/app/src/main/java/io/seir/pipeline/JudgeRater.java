package io.seir.pipeline;

import io.seir.ask.Asker;
import io.seir.ask.ModelAccess;
import io.seir.blob.SamplePictures;
import io.seir.export.PictureRater;
import io.seir.judge.JudgeContext;
import io.seir.judge.JudgeSamples;
import io.seir.judge.ModelJudge;
import io.seir.model.ModelException;
import io.seir.sample.ImageRef;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rates a picture by the judge's scores for the turn with that picture: the mean of the scales that
 * look at pictures, from 0 to 5. Calls are recorded in the journal under the picture's hash.
 *
 * @param access with the judge to call
 */
public record JudgeRater(ModelAccess access) implements PictureRater {
  private static final long serialVersionUID = 1;

  /** Reasons that a repeated call would not change. */
  private static final Set<String> LASTING =
      Set.of("refused", "refused_request", "malformed_reply", "not_a_picture", "picture_too_large");

  private static final List<JudgeDimension> SCALES =
      List.of(JudgeDimension.ICC, JudgeDimension.IQ, JudgeDimension.ITS);

  @Override
  public double rate(Sample sample, int turn, Picture picture) throws ModelException {
    Turn shown = sample.turns().get(turn).withImage(ImageRef.named(picture.sha256()).with(picture));
    Sample one =
        Sample.of(sample.id() + "-" + turn + "-" + picture.sha256())
            .withSeed(sample.seed())
            .withTurns(
                Stream.concat(sample.turns().stream().limit(turn), Stream.of(shown)).toList());
    Asker asker;
    try {
      asker =
          new Asker(
              access.models().open(),
              access.journal().open().open(one.journalName(), JudgeSamples.STAGE),
              access.budget(),
              access.replays(),
              one.seed(),
              turn,
              JudgeSamples.STAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Verdict> verdicts =
        ModelJudge.plain()
            .judge(
                new JudgeContext(one, asker, access.prompts(), SamplePictures.besideTheirFile()));
    if (verdicts.get(turn) instanceof Verdict.Scored scored) {
      return SCALES.stream().mapToDouble(scored.expected()::get).average().orElseThrow();
    }
    String reason = ((Verdict.Unscored) verdicts.get(turn)).reason();
    throw LASTING.contains(reason)
        ? ModelException.permanentFault(reason, "the judge gave no scores")
        : ModelException.transientFault(reason, "the judge gave no scores: " + reason);
  }
}
