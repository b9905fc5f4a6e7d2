package io.seir.embedded.world;

/** What a scene stands on. */
public enum Ground {
  MEADOW,
  BEACH,
  SEA,
  SNOW,
  DESERT,
  STREET,
  /** Indoors: a wall, and a table in front of it. */
  TABLE,
  /** Indoors: a wall and a floor. */
  ROOM;

  /** Whether there is no sky. */
  public boolean indoors() {
    return this == TABLE || this == ROOM;
  }
}
