package io.seir.embedded.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VocabularyTest {
  private static final int SIDE = 64;

  @Test
  void thereIsEnoughToDraw() {
    assertTrue(Vocabulary.shipped().concepts().size() >= 400);
  }

  /** Every concept in every icon set leaves a visible mark on an otherwise equal scene. */
  @ParameterizedTest
  @EnumSource
  void everyThingIsDrawn(IconSet icons) {
    SceneRenderer renderer = new SceneRenderer();
    for (Concept concept : Vocabulary.shipped().concepts()) {
      Scene empty = Scene.flat(Daytime.DAY, Weather.CLEAR, Ground.MEADOW, icons, List.of(), 1);
      Scene with =
          Scene.flat(
              Daytime.DAY,
              Weather.CLEAR,
              Ground.MEADOW,
              icons,
              List.of(new SceneObject(concept, 0.5, 0.9, 0.4, false, null)),
              1);
      int changed = different(renderer.render(empty, SIDE), renderer.render(with, SIDE));
      assertTrue(changed > 40, concept.name() + " changes only " + changed + " pixels");
    }
  }

  @Test
  void theSameSceneGivesTheSameBytes() {
    Scene scene = RandomScenes.even(5).next();
    SceneRenderer renderer = new SceneRenderer();
    org.junit.jupiter.api.Assertions.assertArrayEquals(
        PngWriter.write(renderer.render(scene, 128)), PngWriter.write(renderer.render(scene, 128)));
  }

  @Test
  void thingsStandWhereTheyBelongAndInsideThePicture() {
    Random random = new Random(3);
    List<Concept> all = Vocabulary.shipped().concepts();
    for (int i = 0; i < 300; i++) {
      List<Concept> some =
          List.of(all.get(random.nextInt(all.size())), all.get(random.nextInt(all.size())));
      Ground ground = SceneComposer.groundFor(some);
      for (SceneObject object :
          SceneComposer.place(
              some.stream().map(Figure::of).toList(),
              Optional.empty(),
              View.MIDDLE,
              ground,
              random)) {
        assertTrue(object.x() - object.height() / 2 >= -1e-9, object.toString());
        assertTrue(object.x() + object.height() / 2 <= 1 + 1e-9, object.toString());
        assertTrue(
            object.base() <= 1 && object.base() >= object.height() - 0.05, object.toString());
        if (object.concept().place() == Place.WATER) {
          assertTrue(ground == Ground.SEA || ground == Ground.BEACH, ground + " for " + some);
        }
      }
    }
    assertEquals(Ground.TABLE, SceneComposer.groundFor(List.of(named("coffee"))));
    assertEquals(Ground.SEA, SceneComposer.groundFor(List.of(named("ferry"))));
  }

  private static Concept named(String name) {
    return Vocabulary.shipped().named(name).orElseThrow();
  }

  private static int different(BufferedImage a, BufferedImage b) {
    int different = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        different += a.getRGB(x, y) == b.getRGB(x, y) ? 0 : 1;
      }
    }
    return different;
  }
}
