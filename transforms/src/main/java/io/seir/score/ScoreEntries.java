package io.seir.score;

import io.seir.blob.EntryPictures;
import io.seir.dialogue.Entry;
import io.seir.dialogue.Exchange;
import io.seir.dialogue.JsonCoder;
import io.seir.kernels.KernelSelector;
import io.seir.model.DecodedPicture;
import io.seir.model.ModelException;
import io.seir.model.ModelSource;
import io.seir.model.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Features of somebody's image-text data. A picture that is named but cannot be had is a fault of
 * its exchange, which has the features of one without a picture.
 */
public final class ScoreEntries extends PTransform<PCollection<Entry>, PCollection<ScoredEntry>> {
  private static final long serialVersionUID = 1;

  private final ModelSource models;
  private final EntryPictures pictures;
  private final KernelSelector.Choice kernels;
  private final boolean withRows;

  private ScoreEntries(
      ModelSource models, EntryPictures pictures, KernelSelector.Choice kernels, boolean withRows) {
    this.withRows = withRows;
    this.models = models;
    this.pictures = pictures;
    this.kernels = kernels;
  }

  /**
   * @param models whose judge's encoder is used
   * @param kernels which engine
   * @param withRows whether the global rows are wanted too
   */
  public static ScoreEntries of(
      ModelSource models, EntryPictures pictures, KernelSelector.Choice kernels, boolean withRows) {
    return new ScoreEntries(models, pictures, kernels, withRows);
  }

  @Override
  public PCollection<ScoredEntry> expand(PCollection<Entry> entries) {
    return entries
        .apply("Score", ParDo.of(new Score(models, pictures, kernels, withRows)))
        .setCoder(JsonCoder.of(ScoredEntry.class));
  }

  private static final class Score extends ScoringDoFn<Entry, ScoredEntry> {
    private static final long serialVersionUID = 1;

    private final EntryPictures pictures;
    private final boolean withRows;
    private transient List<List<String>> faults = new ArrayList<>();

    Score(
        ModelSource models,
        EntryPictures pictures,
        KernelSelector.Choice kernels,
        boolean withRows) {
      super(models, kernels);
      this.withRows = withRows;
      this.pictures = pictures;
    }

    @Override
    public void startBundle() {
      super.startBundle();
      faults = new ArrayList<>();
    }

    @Override
    Turns turns(Entry entry) {
      List<Optional<DecodedPicture>> shown = new ArrayList<>();
      List<String> found = new ArrayList<>();
      for (Exchange exchange : entry.turns()) {
        Optional<DecodedPicture> decoded = Optional.empty();
        String fault = "";
        try {
          Optional<Picture> picture = pictures.of(entry, exchange);
          if (picture.isPresent()) {
            decoded = Optional.of(DecodedPicture.of(picture.get()));
          }
        } catch (EntryPictures.Unreadable e) {
          fault = e.label();
        } catch (ModelException e) {
          fault = e.reason();
        }
        shown.add(decoded);
        found.add(fault);
      }
      faults.add(found);
      return new Turns(entry.topic(), entry.turns(), shown);
    }

    /** Without bytes of pictures, which nobody needs any more. */
    private static Entry bare(Entry entry) {
      Exchange only = entry.turns().get(0);
      return only.bytes().length == 0
          ? entry
          : entry.with(new Exchange(only.question(), only.answer(), only.caption(), only.image()));
    }

    @Override
    ScoredEntry output(Entry entry, List<TurnFeatures> features, List<PairRows> rows) {
      return new ScoredEntry(bare(entry), features, faults.remove(0), withRows ? rows : List.of());
    }
  }
}
