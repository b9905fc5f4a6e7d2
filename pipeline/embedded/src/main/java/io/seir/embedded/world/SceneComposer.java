package io.seir.embedded.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Lays a scene out: which ground suits the things, and where each stands without hiding another
 * (unless one is to stand in front of the other).
 */
public final class SceneComposer {
  /** More figures than this do not fit side by side. */
  public static final int MAX_OBJECTS = 5;

  private static final double FORWARD = 0.11;

  /** On a table and on a meadow; higher up, things would float. */
  private static final double BEHIND = 0.76;

  private static final double ABOVE = 0.12;

  /** How much room a thing may use at most to stand off the middle of its slot. */
  private static final double FREE = 0.22;

  private final View view;
  private final Ground ground;
  private final RandomGenerator random;

  private SceneComposer(View view, Ground ground, RandomGenerator random) {
    this.view = view;
    this.ground = ground;
    this.random = random;
  }

  /** The ground on which these things look at home. */
  public static Ground groundFor(List<Concept> concepts) {
    boolean water = has(concepts, Place.WATER);
    boolean land = has(concepts, Place.LAND) || has(concepts, Place.BUILT);
    if (water) {
      return land || has(concepts, Place.ROAD) || has(concepts, Place.TABLE)
          ? Ground.BEACH
          : Ground.SEA;
    }
    if (has(concepts, Place.ROAD)) {
      return Ground.STREET;
    }
    if (land || concepts.stream().allMatch(c -> c.place() == Place.SKY)) {
      return Ground.MEADOW;
    }
    return has(concepts, Place.ROOM) ? Ground.ROOM : Ground.TABLE;
  }

  private static boolean has(List<Concept> concepts, Place place) {
    return concepts.stream().anyMatch(c -> c.place() == place);
  }

  /**
   * Places the figures from left to right in the order given (the first {@link #MAX_OBJECTS} of
   * them), sized by how many stand beside each other.
   *
   * @param relation what holds between two of them
   * @return the objects, back to front
   */
  public static List<SceneObject> place(
      List<Figure> figures,
      Optional<Relation> relation,
      View view,
      Ground ground,
      RandomGenerator random) {
    List<Figure> drawn = new ArrayList<>(figures.subList(0, Math.min(MAX_OBJECTS, figures.size())));
    SceneComposer composer = new SceneComposer(view, ground, random);
    return relation
        .map(
            r ->
                r.kind() == Relation.Kind.LEFT_OF
                    ? composer.row(ordered(drawn, r))
                    : composer.stacked(drawn, r))
        .orElseGet(() -> composer.row(drawn));
  }

  /** All of the first thing's figures before those of the second; the others where they are. */
  private static List<Figure> ordered(List<Figure> figures, Relation relation) {
    List<Figure> pair =
        figures.stream()
            .filter(
                f -> f.concept().equals(relation.first()) || f.concept().equals(relation.second()))
            .sorted(Comparator.comparing(f -> f.concept().equals(relation.second())))
            .toList();
    List<Figure> out = new ArrayList<>();
    int next = 0;
    for (Figure figure : figures) {
      out.add(pair.contains(figure) ? pair.get(next++) : figure);
    }
    return out;
  }

  /** One figure of the second thing shares its column with one of the first. */
  private List<SceneObject> stacked(List<Figure> figures, Relation relation) {
    Optional<Figure> second =
        figures.stream().filter(f -> f.concept().equals(relation.second())).findFirst();
    boolean both = figures.stream().anyMatch(f -> f.concept().equals(relation.first()));
    if (second.isEmpty() || !both) {
      return row(figures);
    }
    List<Figure> others = new ArrayList<>(figures);
    others.remove(second.get());
    List<SceneObject> row = new ArrayList<>(row(others));
    SceneObject first =
        row.stream().filter(o -> o.concept().equals(relation.first())).findFirst().orElseThrow();
    if (relation.kind() == Relation.Kind.UNDER) {
      double height = height(second.get(), others.size());
      double x = inside(first.x() + 0.06 * (random.nextDouble() - 0.5), height);
      row.add(object(second.get(), x, 0.05 + height + 0.05 * random.nextDouble(), height));
    } else {
      row.remove(first);
      double behind = height(second.get(), others.size());
      double front = first.height() * 0.85;
      double aside = (random.nextBoolean() ? 1 : -1) * FORWARD;
      double base = baseBehind(0.95 - front / 2, behind);
      row.add(object(second.get(), inside(first.x() - aside, behind), base, behind));
      row.add(
          new SceneObject(
              first.concept(),
              inside(first.x() + aside, front),
              0.95,
              front,
              first.mirrored(),
              first.colourOrNull()));
    }
    return backToFront(row);
  }

  /**
   * Where the lower edge of a thing behind another is: on the ground, and high enough for its
   * middle to be above the other's.
   *
   * @param middle of the other, from the top
   */
  private static double baseBehind(double middle, double height) {
    return Math.max(height + 0.02, Math.min(BEHIND, middle - ABOVE + height / 2));
  }

  private List<SceneObject> row(List<Figure> figures) {
    double slot = 1.0 / Math.max(1, figures.size());
    List<SceneObject> objects = new ArrayList<>();
    for (int i = 0; i < figures.size(); i++) {
      double height = height(figures.get(i), figures.size());
      double free = Math.min(FREE, Math.max(0, slot - height));
      double x = slot * (i + 0.5) + free * (random.nextDouble() - 0.5) * 0.9;
      objects.add(object(figures.get(i), inside(x, height), base(figures.get(i), height), height));
    }
    return backToFront(objects);
  }

  private SceneObject object(Figure figure, double x, double base, double height) {
    return new SceneObject(
        figure.concept(), x, base, height, random.nextBoolean(), figure.colourOrNull());
  }

  private double height(Figure figure, int columns) {
    double slot = 1.0 / columns;
    double grow = (figure.large() ? 1.12 : 1) * (columns == 1 ? 1.25 : 1) * view.scale();
    double height = figure.concept().size() * grow * (0.92 + 0.16 * random.nextDouble());
    return Math.min(height, Math.min(0.66, (columns > 2 ? 0.96 : 1.05) * slot));
  }

  private static double inside(double x, double height) {
    return Math.min(1 - height / 2, Math.max(height / 2, x));
  }

  private static List<SceneObject> backToFront(List<SceneObject> objects) {
    return objects.stream().sorted(Comparator.comparingDouble(SceneObject::base)).toList();
  }

  private double base(Figure figure, double height) {
    double u = random.nextDouble();
    return switch (figure.concept().place()) {
      case SKY -> Math.max(height + 0.02, 0.30 + 0.14 * u);
      case BUILT -> Math.max(height + 0.02, ground.indoors() ? 0.86 + 0.04 * u : 0.66 + 0.04 * u);
      case WATER ->
          Math.max(
              height + 0.02,
              ground == Ground.BEACH
                  ? 0.70 + 0.04 * u
                  : ground == Ground.SEA ? 0.74 + 0.12 * u : 0.84 + 0.08 * u);
      case LAND, ROAD, ROOM, TABLE -> 0.82 + 0.12 * u;
    };
  }
}
