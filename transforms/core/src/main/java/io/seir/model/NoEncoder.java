package io.seir.model;

import io.seir.sample.Picture;

/** Fills a role without an encoder, and says so if it is used. */
record NoEncoder(ModelRole role) implements TextImageEncoder {
  @Override
  public int dimension() {
    throw ModelsConfig.none(role);
  }

  @Override
  public EncodedText encode(String text) {
    throw ModelsConfig.none(role);
  }

  @Override
  public EncodedImage encode(Picture picture) {
    throw ModelsConfig.none(role);
  }
}
