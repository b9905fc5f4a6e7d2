package io.seir.pipeline;

import io.seir.export.PictureRater;
import io.seir.model.ModelException;
import io.seir.model.ModelSource;
import io.seir.model.TextImageEncoder;
import io.seir.sample.Picture;
import io.seir.sample.Sample;

/**
 * Rates a picture by its cosine with the turn's final caption, from −1 to 1.
 *
 * @param models with the encoder to use
 */
public record EncoderRater(ModelSource models) implements PictureRater {
  private static final long serialVersionUID = 1;

  @Override
  public double rate(Sample sample, int turn, Picture picture) throws ModelException {
    TextImageEncoder encoder = encoder(models);
    String caption = sample.turns().get(turn).caption().orElse("");
    return cosine(encoder.encode(caption).global(), encoder.encode(picture).global());
  }

  static TextImageEncoder encoder(ModelSource models) throws ModelException {
    return models
        .open()
        .encoder()
        .orElseThrow(() -> ModelException.permanentFault("no_encoder", "none is trusted"));
  }

  /** Of rows of unit length. */
  static double cosine(float[] a, float[] b) {
    double cosine = 0;
    for (int i = 0; i < a.length; i++) {
      cosine += (double) a[i] * b[i];
    }
    return cosine;
  }
}
