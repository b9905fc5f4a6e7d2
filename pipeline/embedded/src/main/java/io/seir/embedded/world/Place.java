package io.seir.embedded.world;

/** Where a thing stands by default; decides its position, and the ground of the scene. */
public enum Place {
  /** On the ground, in the open. */
  LAND,
  /** In the air. */
  SKY,
  /** In or on the sea. */
  WATER,
  /** A small thing that lies on a table. */
  TABLE,
  /** A piece of furniture on a floor. */
  ROOM,
  /** Large, at the horizon. */
  BUILT,
  /** On a street. */
  ROAD
}
