package io.seir.refine;

import io.seir.Scripted;
import io.seir.ask.Asker;
import io.seir.blob.BlobStore;
import io.seir.kernels.JavaKernels;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.TextImageEncoder;
import io.seir.prompt.PromptSet;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import java.util.Optional;

/** Contexts of stages for tests. */
final class Scripts {
  private Scripts() {}

  static StageContext context(Sample sample, Asker asker, BlobStore pictures) {
    return new StageContext(
        sample,
        asker,
        PromptSet.shipped(),
        pictures,
        Optional.of(Scripted.blind()),
        JavaKernels::new);
  }

  /** An encoder to which only the picture of one caption looks like any text. */
  static TextImageEncoder fitting(String caption) throws ModelException {
    Picture fits = Scripted.painter().draw(new ImageRequest(caption, 0));
    return new TextImageEncoder() {
      @Override
      public int dimension() {
        return 2;
      }

      @Override
      public EncodedText encode(String text) {
        return new EncodedText(new float[] {1, 0}, new float[] {1}, new float[] {1, 0});
      }

      @Override
      public EncodedImage encode(Picture picture) {
        float[] row = picture.equals(fits) ? new float[] {1, 0} : new float[] {0, 1};
        return new EncodedImage(row, row);
      }
    };
  }
}
