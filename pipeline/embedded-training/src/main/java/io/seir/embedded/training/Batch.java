package io.seir.embedded.training;

import io.seir.embedded.encoder.PictureInput;
import io.seir.embedded.encoder.VisibleClass;
import io.seir.embedded.world.RandomScenes;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneObject;
import io.seir.embedded.world.SceneRenderer;
import java.util.Arrays;
import java.util.Set;

/**
 * Training pictures and their labels, flat and row-major.
 *
 * <p>{@code pixels} size × 3 × 128 × 128; {@code shown} size × classes, 1 where the picture shows
 * the class; {@code patches} size × 64, the class of the thing at that patch or −1.
 */
final class Batch {
  final int size;
  final float[] pixels;
  final float[] shown;
  final int[] patches;

  private Batch(int size) {
    this.size = size;
    this.pixels = new float[size * PictureInput.LENGTH];
    this.shown = new float[size * VisibleClass.all().size()];
    this.patches = new int[size * PictureInput.PATCHES];
    Arrays.fill(patches, -1);
  }

  static Batch render(RandomScenes scenes, SceneRenderer renderer, int size) {
    Batch batch = new Batch(size);
    for (int i = 0; i < size; i++) {
      Scene scene = scenes.next();
      float[] input = PictureInput.of(renderer.render(scene, 2 * PictureInput.SIDE));
      System.arraycopy(input, 0, batch.pixels, i * PictureInput.LENGTH, input.length);
      batch.label(i, scene);
    }
    return batch;
  }

  private void label(int row, Scene scene) {
    Set<Integer> classes = VisibleClass.shownBy(scene);
    for (int c : classes) {
      shown[row * VisibleClass.all().size() + c] = 1;
    }
    int grid = PictureInput.GRID;
    for (SceneObject object : scene.objects()) {
      double half = object.height() * 0.36;
      double middle = object.base() - object.height() / 2;
      for (int p = 0; p < grid * grid; p++) {
        double x = (p % grid + 0.5) / grid;
        double y = (p / grid + 0.5) / grid;
        if (Math.abs(x - object.x()) <= half && Math.abs(y - middle) <= half) {
          patches[row * grid * grid + p] = VisibleClass.number(object.concept());
        }
      }
    }
  }
}
