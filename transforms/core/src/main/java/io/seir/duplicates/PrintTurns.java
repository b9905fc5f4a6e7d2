package io.seir.duplicates;

import io.seir.blob.SamplePictures;
import io.seir.features.TurnRows;
import io.seir.model.ModelException;
import io.seir.sample.BadRecord;
import io.seir.sample.Picture;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Computes what is compared of every turn without an encoder. A sample with an unreadable picture
 * becomes a bad record and takes no part in any pass, so it is neither dropped nor kept instead of
 * another sample.
 */
final class PrintTurns extends DoFn<Sample, TurnPrint> {
  private static final long serialVersionUID = 1;

  static final TupleTag<TurnPrint> PRINTS = new TupleTag<>("prints") {};
  static final TupleTag<Member> MEMBERS = new TupleTag<>("members") {};

  private final DuplicateRule rule;
  private final SamplePictures pictures;
  private final Counter finished = Metrics.counter("seir." + FindNearDuplicates.STAGE, "finished");
  private final Counter bad = Metrics.counter("seir." + FindNearDuplicates.STAGE, "bad_records");

  PrintTurns(DuplicateRule rule, SamplePictures pictures) {
    this.rule = rule;
    this.pictures = pictures;
  }

  @ProcessElement
  public void processElement(@Element Sample sample, MultiOutputReceiver out) {
    try {
      List<TurnPrint> prints = new ArrayList<>();
      for (int turn = 0; turn < sample.turns().size(); turn++) {
        print(sample, turn).ifPresent(prints::add);
      }
      prints.forEach(out.get(PRINTS)::output);
      out.get(MEMBERS).output(Member.of(sample));
    } catch (SamplePictures.UnreadableException e) {
      bad(sample, e.label(), out);
    } catch (ModelException e) {
      bad(sample, e.reason(), out);
    }
    finished.inc();
  }

  private Optional<TurnPrint> print(Sample sample, int number)
      throws SamplePictures.UnreadableException, ModelException {
    Turn turn = sample.turns().get(number);
    Optional<Picture> picture = Optional.empty();
    if (rule.kinds().contains(TurnRows.IMAGE) && turn.image().isPresent()) {
      picture = Optional.of(pictures.read(sample, turn.image().get()));
    }
    return TurnPrint.of(new TurnId(sample.index(), number), turn, rule.kinds(), picture);
  }

  private void bad(Sample sample, String reason, MultiOutputReceiver out) {
    bad.inc();
    String detail = "a picture cannot be read; the sample is kept";
    out.get(Result.BAD)
        .output(
            BadRecord.of(FindNearDuplicates.STAGE, Objects.requireNonNull(reason), detail, sample));
  }
}
