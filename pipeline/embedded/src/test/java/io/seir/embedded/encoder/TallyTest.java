package io.seir.embedded.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Figure;
import io.seir.embedded.world.RandomScenes;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneRenderer;
import io.seir.embedded.world.Vocabulary;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final int SCENES = 40;
  private static final int SIDE = 512;

  private final RandomScenes scenes = RandomScenes.even(50);
  private final SceneRenderer renderer = new SceneRenderer();

  /** The part of scenes with so many of one thing in which so many are counted. */
  private double right(int many) {
    Random random = new Random(many);
    List<Concept> concepts = Vocabulary.shipped().concepts();
    int right = 0;
    int seen = 0;
    for (int i = 0; i < SCENES; i++) {
      Concept thing = concepts.get(random.nextInt(concepts.size()));
      Scene scene = scenes.of(Collections.nCopies(many, Figure.of(thing)), Optional.empty());
      if (scene.visible().size() == many) {
        DualEncoder encoder = DualEncoder.critic();
        HeatMap heat =
            HeatMap.of(encoder, thing.name(), encoder.encode(renderer.render(scene, SIDE)));
        seen += heat.isSeen() ? 1 : 0;
        right += heat.isSeen() && heat.count() == many ? 1 : 0;
      }
    }
    assertTrue(seen >= SCENES / 2, "seen in " + seen);
    return (double) right / seen;
  }

  @Test
  void oneTwoAndThreeAreCounted() {
    assertTrue(right(1) >= 0.9);
    assertTrue(right(2) >= 0.85);
    assertTrue(right(3) >= 0.7);
  }

  @Test
  void whatIsCountedSurelyIsNotTakenForMore() {
    float[] cosines = new float[PictureInput.PATCHES];
    for (int p = 0; p < cosines.length; p++) {
      double dx = p % PictureInput.GRID - 3;
      double dy = p / PictureInput.GRID - 4;
      cosines[p] = (float) (0.1 + 0.55 * Math.exp(-(dx * dx + dy * dy) / 2));
    }
    assertEquals(1, new Tally(cosines).count(-1));
  }
}
