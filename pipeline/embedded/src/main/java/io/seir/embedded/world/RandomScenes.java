package io.seir.embedded.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * An endless, seeded stream of scenes, to train and to measure the encoders on: 1 to 3 things over
 * the whole vocabulary, now and then one of them twice, every light and weather, mostly on a ground
 * that suits them.
 */
public final class RandomScenes {
  private static final double HALF = 0.5;

  private final Random random;
  private final double notoShare;
  private final List<Concept> concepts = Vocabulary.shipped().concepts();

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
      Concept thing = concepts.get(random.nextInt(concepts.size()));
      if (!things.contains(thing)) {
        things.add(thing);
      }
    }
    return of(things);
  }

  /** A scene with just these things, in random order, light, weather and icons. */
  public Scene of(List<Concept> given) {
    List<Concept> things = new ArrayList<>(given);
    if (things.size() < 3 && random.nextInt(8) == 0) {
      things.add(things.get(random.nextInt(things.size())));
    }
    Collections.shuffle(things, random);
    Ground ground = SceneComposer.groundFor(things);
    if (random.nextInt(5) == 0) {
      ground = Ground.values()[random.nextInt(Ground.values().length)];
    }
    Daytime daytime = Daytime.values()[random.nextInt(Daytime.values().length)];
    Weather weather =
        random.nextBoolean()
            ? Weather.CLEAR
            : Weather.values()[random.nextInt(Weather.values().length)];
    List<Concept> emphasised = random.nextInt(4) == 0 ? things.subList(0, 1) : List.of();
    return new Scene(
        daytime,
        weather,
        ground,
        random.nextDouble() < notoShare ? IconSet.NOTO : IconSet.FLUENT,
        SceneComposer.place(things, emphasised, ground, random),
        random.nextLong());
  }
}
