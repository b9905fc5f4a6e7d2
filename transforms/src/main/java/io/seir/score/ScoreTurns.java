package io.seir.score;

import io.seir.blob.BlobLocation;
import io.seir.blob.BlobStore;
import io.seir.dialogue.Exchange;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.Turn;
import io.seir.judge.JudgedDialogue;
import io.seir.kernels.KernelSelector;
import io.seir.model.DecodedPicture;
import io.seir.model.ModelException;
import io.seir.model.ModelSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Adds the features of every turn of finished dialogues. The one step of {@code generate} that has
 * use for a GPU: set resource hints here and nowhere else.
 */
public final class ScoreTurns
    extends PTransform<PCollection<JudgedDialogue>, PCollection<JudgedDialogue>> {
  private static final long serialVersionUID = 1;

  private final ModelSource models;
  private final BlobLocation pictures;
  private final KernelSelector.Choice kernels;

  private ScoreTurns(ModelSource models, BlobLocation pictures, KernelSelector.Choice kernels) {
    this.models = models;
    this.pictures = pictures;
    this.kernels = kernels;
  }

  /**
   * @param models whose judge's encoder is used
   * @param pictures where the pictures of the dialogues are
   * @param kernels which engine
   */
  public static ScoreTurns of(
      ModelSource models, BlobLocation pictures, KernelSelector.Choice kernels) {
    return new ScoreTurns(models, pictures, kernels);
  }

  @Override
  public PCollection<JudgedDialogue> expand(PCollection<JudgedDialogue> dialogues) {
    return dialogues
        .apply("Score turns", ParDo.of(new Score(models, pictures, kernels)))
        .setCoder(JsonCoder.of(JudgedDialogue.class));
  }

  private static final class Score extends ScoringDoFn<JudgedDialogue, JudgedDialogue> {
    private static final long serialVersionUID = 1;

    private final BlobLocation pictures;
    private transient @Nullable BlobStore store;

    Score(ModelSource models, BlobLocation pictures, KernelSelector.Choice choice) {
      super(models, choice);
      this.pictures = pictures;
    }

    @Override
    public void setup() {
      super.setup();
      store = pictures.open();
    }

    @Override
    Turns turns(JudgedDialogue judged) throws IOException, ModelException {
      List<Exchange> exchanges = new ArrayList<>();
      List<Optional<DecodedPicture>> shown = new ArrayList<>();
      for (Turn turn : judged.dialogue().turns()) {
        exchanges.add(
            new Exchange(turn.question(), turn.answer(), turn.caption(), turn.image().uri()));
        shown.add(Optional.of(DecodedPicture.of(Objects.requireNonNull(store).get(turn.image()))));
      }
      return new Turns(judged.dialogue().seed().topic().text(), exchanges, shown);
    }

    @Override
    JudgedDialogue output(JudgedDialogue judged, List<TurnFeatures> features, List<PairRows> rows) {
      return judged.withFeatures(features);
    }
  }
}
