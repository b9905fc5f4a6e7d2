package io.seir.embedded.world;

/** How one thing of a scene stands to another, as the viewer sees it. */
public record Relation(Kind kind, Concept first, Concept second) {
  /** Read from the first thing to the second. */
  public enum Kind {
    LEFT_OF,
    /** The second is in the air above the first. */
    UNDER,
    /** The first is nearer, and hides a part of the second. */
    IN_FRONT_OF
  }

  public Relation {
    if (first.equals(second)) {
      throw new IllegalArgumentException("a thing has no relation to itself: " + first.icon());
    }
  }

  /** Whether such a scene can be drawn: things are only under what is in the air. */
  public static boolean fits(Kind kind, Concept first, Concept second) {
    boolean flies = second.place() == Place.SKY;
    return switch (kind) {
      case LEFT_OF -> true;
      case UNDER -> flies && first.place() != Place.SKY;
      case IN_FRONT_OF -> !flies && first.place() != Place.SKY;
    };
  }
}
