package io.seir.embedded;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.embedded.world.Finish;
import io.seir.embedded.world.RandomScenes;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneRenderer;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Blur, grain and flatness are found, more of it as more, and not where there is none. */
class LookTest {
  private static final int SCENES = 15;
  private static final int SIDE = 512;

  private final SceneRenderer renderer = new SceneRenderer();
  private final List<Scene> scenes = new ArrayList<>();

  LookTest() {
    RandomScenes random = RandomScenes.even(31);
    for (int i = 0; i < SCENES; i++) {
      scenes.add(random.next());
    }
  }

  private double mean(Finish finish, ToIntFunction<Look> of) {
    int sum = 0;
    for (Scene scene : scenes) {
      BufferedImage picture = renderer.render(scene.with(finish), SIDE);
      sum += of.applyAsInt(Look.of(picture));
    }
    return (double) sum / SCENES;
  }

  private void rises(ToIntFunction<Look> of, Finish slight, Finish strong) {
    double clean = mean(Finish.CLEAN, of);
    double some = mean(slight, of);
    double much = mean(strong, of);
    String seen = clean + ", " + some + ", " + much;
    assertTrue(clean <= 0.1, seen);
    assertTrue(some >= 0.8 && some <= 2, seen);
    assertTrue(much >= some + 0.9, seen);
  }

  @Test
  void blur() {
    rises(Look::blur, new Finish(0.0035, 0, 1, 0), new Finish(0.014, 0, 1, 0));
  }

  @Test
  void grain() {
    rises(Look::grain, new Finish(0, 10, 1, 0), new Finish(0, 38, 1, 0));
  }

  @Test
  void flatness() {
    rises(Look::flatness, new Finish(0, 0, 0.55, 0), new Finish(0, 0, 0.22, 0));
  }
}
