package io.seir.embedded.world;

/** The light of a scene. */
public enum Daytime {
  DAY,
  SUNSET,
  NIGHT
}
