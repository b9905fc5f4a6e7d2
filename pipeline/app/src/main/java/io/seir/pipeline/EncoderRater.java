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
    TextImageEncoder encoder =
        models
            .open()
            .encoder()
            .orElseThrow(
                () ->
                    ModelException.permanentFault(
                        "no_encoder", "no encoder is trusted; name one in the models file"));
    String caption = sample.turns().get(turn).caption().orElse("");
    float[] text = encoder.encode(caption).global();
    float[] image = encoder.encode(picture).global();
    double cosine = 0;
    for (int i = 0; i < text.length; i++) {
      cosine += (double) text[i] * image[i];
    }
    return cosine;
  }
}
