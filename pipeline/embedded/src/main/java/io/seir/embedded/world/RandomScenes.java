package io.seir.embedded.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * An endless, seeded stream of scenes, to train and to measure the encoders on: 1 to 3 things over
 * the whole vocabulary (a quarter from what comes in any colour), some of them twice or three
 * times, some painted, some with a stated relation, in every light, weather and style, now and then
 * not quite clean, mostly on a ground that suits them.
 */
public final class RandomScenes {
  private static final double HALF = 0.5;
  private static final int COLUMNS = 3;

  private final Random random;
  private final double notoShare;
  private final List<Concept> concepts = Vocabulary.shipped().concepts();
  private final List<Concept> paintable = concepts.stream().filter(Concept::anyColour).toList();

  /**
   * @param notoShare the part drawn with Noto; the rest is Fluent
   */
  public RandomScenes(long seed, double notoShare) {
    this.random = new Random(seed);
    this.notoShare = notoShare;
  }

  /** Both icon sets alike. */
  public static RandomScenes even(long seed) {
    return new RandomScenes(seed, HALF);
  }

  public Scene next() {
    int count = 1 + (random.nextInt(10) + 4) / 6;
    List<Concept> things = new ArrayList<>();
    while (things.size() < count) {
      Concept thing = random.nextInt(4) == 0 ? one(paintable) : one(concepts);
      if (!things.contains(thing)) {
        things.add(thing);
      }
    }
    return of(things);
  }

  /** A scene with just these things, in random number, order, colour, light, weather and icons. */
  public Scene of(List<Concept> things) {
    List<Figure> figures = new ArrayList<>();
    int free = COLUMNS - things.size();
    for (Concept thing : things) {
      int more = free > 0 && random.nextInt(3) == 0 ? 1 + random.nextInt(free) : 0;
      free -= more;
      figures.addAll(copies(thing, 1 + more));
    }
    return of(figures, relation(things));
  }

  /** So many of a thing, all of one colour, if it comes in any. */
  private List<Figure> copies(Concept thing, int count) {
    Colour colour =
        thing.anyColour() && random.nextInt(4) > 0
            ? Colour.values()[random.nextInt(Colour.values().length)]
            : null;
    return Collections.nCopies(count, new Figure(thing, colour, random.nextInt(5) == 0));
  }

  private Optional<Relation> relation(List<Concept> things) {
    if (things.size() < 2 || things.get(0).equals(things.get(1)) || random.nextBoolean()) {
      return Optional.empty();
    }
    Relation.Kind kind = Relation.Kind.values()[random.nextInt(Relation.Kind.values().length)];
    return Relation.fits(kind, things.get(0), things.get(1))
        ? Optional.of(new Relation(kind, things.get(0), things.get(1)))
        : Optional.empty();
  }

  /** A scene with just these figures. */
  public Scene of(List<Figure> given, Optional<Relation> relation) {
    List<Figure> figures = new ArrayList<>(given);
    Collections.shuffle(figures, random);
    Ground ground = SceneComposer.groundFor(figures.stream().map(Figure::concept).toList());
    if (random.nextInt(5) == 0) {
      ground = any(Ground.values());
    }
    return new Scene(
        any(Daytime.values()),
        random.nextBoolean() ? Weather.CLEAR : any(Weather.values()),
        ground,
        random.nextDouble() < notoShare ? IconSet.NOTO : IconSet.FLUENT,
        SceneComposer.place(figures, relation, any(View.values()), ground, random),
        random.nextInt(3) > 0 ? Style.FLAT : any(Style.values()),
        finish(),
        random.nextLong());
  }

  private Finish finish() {
    if (random.nextInt(4) > 0) {
      return Finish.CLEAN;
    }
    return new Finish(
        random.nextInt(3) == 0 ? 0.006 * random.nextDouble() : 0,
        random.nextInt(3) == 0 ? 16 * random.nextDouble() : 0,
        random.nextInt(3) == 0 ? 0.5 + 0.5 * random.nextDouble() : 1,
        random.nextInt(3) == 0 ? 0.4 * (random.nextDouble() - 0.5) : 0);
  }

  private Concept one(List<Concept> from) {
    return from.get(random.nextInt(from.size()));
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
