package io.seir.pipeline;

import io.seir.export.PictureLikeness;
import io.seir.model.ModelException;
import io.seir.model.ModelSource;
import io.seir.model.TextImageEncoder;
import io.seir.sample.Picture;

/**
 * The cosine of two pictures' rows.
 *
 * @param models whose encoder is asked
 */
public record EncoderLikeness(ModelSource models) implements PictureLikeness {
  private static final long serialVersionUID = 1;

  @Override
  public double cosine(Picture a, Picture b) throws ModelException {
    TextImageEncoder encoder = EncoderRater.encoder(models);
    return EncoderRater.cosine(encoder.encode(a).global(), encoder.encode(b).global());
  }
}
