package io.seir.embedded.training;

import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.IconSet;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneComposer;
import io.seir.embedded.world.Vocabulary;
import io.seir.embedded.world.Weather;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An endless, seeded stream of scenes: 1 to 3 things over the whole vocabulary, now and then one of
 * them twice, every light and weather, mostly on a ground that suits them.
 */
public final class RandomScenes {
  private static final double NOTO_AT_CRITIC = 0.5;

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
    return new RandomScenes(seed, NOTO_AT_CRITIC);
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
    java.util.Collections.shuffle(things, random);
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
