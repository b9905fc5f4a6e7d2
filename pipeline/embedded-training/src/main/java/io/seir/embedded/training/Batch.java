package io.seir.embedded.training;

import io.seir.embedded.encoder.PictureInput;
import io.seir.embedded.encoder.VisibleClass;
import io.seir.embedded.world.RandomScenes;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneObject;
import io.seir.embedded.world.SceneRenderer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Training pictures and their labels, flat and row-major.
 *
 * <p>{@code pixels} size × 3 × 128 × 128; {@code shown} size × classes, 1 where the picture shows
 * the class; {@code patches} size × 64, the class of the thing at that patch or −1; {@code pairs},
 * for every kind of thing in every picture, picture × classes + class; {@code heat} pairs × 64, how
 * near the patch is to the middle of such a thing: 1 at the middle, falling as a Gaussian.
 */
final class Batch {
  /** Of the heat around the middle of a thing, in patches. */
  private static final double SPREAD = 0.7;

  final int size;
  final float[] pixels;
  final float[] shown;
  final int[] patches;
  private final List<Integer> pairs = new ArrayList<>();
  private final List<float[]> heats = new ArrayList<>();

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

  /** Which class in which picture each row of {@link #heat} belongs to. */
  int[] pairs() {
    return pairs.stream().mapToInt(Integer::intValue).toArray();
  }

  float[] heat() {
    float[] all = new float[heats.size() * PictureInput.PATCHES];
    for (int i = 0; i < heats.size(); i++) {
      System.arraycopy(heats.get(i), 0, all, i * PictureInput.PATCHES, PictureInput.PATCHES);
    }
    return all;
  }

  private void label(int row, Scene scene) {
    Set<Integer> classes = VisibleClass.shownBy(scene);
    for (int c : classes) {
      shown[row * VisibleClass.all().size() + c] = 1;
    }
    int grid = PictureInput.GRID;
    Map<Integer, float[]> warm = new LinkedHashMap<>();
    for (SceneObject object : scene.visible()) {
      warm(warm.computeIfAbsent(
              VisibleClass.number(object.concept()), c -> new float[PictureInput.PATCHES]),
          object);
      double half = object.height() * 0.36;
      double middle = object.y();
      for (int p = 0; p < grid * grid; p++) {
        double x = (p % grid + 0.5) / grid;
        double y = (p / grid + 0.5) / grid;
        if (Math.abs(x - object.x()) <= half && Math.abs(y - middle) <= half) {
          patches[row * grid * grid + p] = VisibleClass.number(object.concept());
        }
      }
    }
    warm.forEach(
        (thing, heat) -> {
          pairs.add(row * VisibleClass.all().size() + thing);
          heats.add(heat);
        });
  }

  private static void warm(float[] heat, SceneObject object) {
    int grid = PictureInput.GRID;
    for (int p = 0; p < heat.length; p++) {
      double dx = p % grid + 0.5 - object.x() * grid;
      double dy = p / grid + 0.5 - object.y() * grid;
      double warmth = Math.exp(-(dx * dx + dy * dy) / (2 * SPREAD * SPREAD));
      heat[p] = (float) Math.min(1, heat[p] + warmth);
    }
  }
}
