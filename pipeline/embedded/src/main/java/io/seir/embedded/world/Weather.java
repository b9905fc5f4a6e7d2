package io.seir.embedded.world;

/** The weather of a scene in the open. */
public enum Weather {
  CLEAR,
  CLOUDY,
  RAIN,
  SNOWFALL
}
