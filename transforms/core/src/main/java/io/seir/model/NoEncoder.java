package io.seir.model;

import io.seir.sample.Picture;

/** Stands in a role that has no encoder, and says so when it is asked. */
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
