package io.seir.embedded.encoder;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Thing;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.RandomScenes;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneObject;
import io.seir.embedded.world.SceneRenderer;
import io.seir.embedded.world.Vocabulary;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** How well an encoder tells scenes apart that it was not trained on; seeded, so repeatable. */
public final class EncoderEvaluation {
  private static final int GROUP = 100;
  private static final int PICTURE_SIDE = 4 * PictureInput.SIDE;
  private static final int OTHER_CAPTIONS = 9;

  private final DualEncoder encoder;
  private final List<Concept> concepts = Vocabulary.shipped().concepts();
  private final Random random;
  private final List<Shown> shown = new ArrayList<>();

  /** A scene, its picture as the encoder sees it, and its things, each once. */
  public record Shown(Scene scene, EncodedImage image, List<Concept> things) {}

  /**
   * Recall at 1 among 100.
   *
   * @param pictures the part of captions that find their picture
   * @param captions the part of pictures that find their caption
   */
  public record Retrieval(double pictures, double captions) {}

  /**
   * @param groups how many times 100 scenes
   */
  public EncoderEvaluation(DualEncoder encoder, long seed, int groups) {
    this.encoder = encoder;
    this.random = new Random(seed);
    RandomScenes scenes = RandomScenes.even(seed);
    SceneRenderer renderer = new SceneRenderer();
    for (int i = 0; i < groups * GROUP; i++) {
      Scene scene = scenes.next();
      Set<Concept> things = new LinkedHashSet<>();
      scene.visible().stream().map(SceneObject::concept).forEach(things::add);
      EncodedImage image = encoder.encode(renderer.render(scene, PICTURE_SIDE));
      shown.add(new Shown(scene, image, List.copyOf(things)));
    }
  }

  public List<Shown> shown() {
    return List.copyOf(shown);
  }

  /** Which of 100 scenes belongs to a caption, and which of 100 captions to a scene. */
  public Retrieval retrieval() {
    int pictures = 0;
    int captions = 0;
    for (int from = 0; from < shown.size(); from += GROUP) {
      List<Shown> group = shown.subList(from, from + GROUP);
      double[][] fit = new double[GROUP][GROUP];
      for (int c = 0; c < GROUP; c++) {
        EncodedText caption = encoder.encode(caption(group.get(c).scene(), group.get(c).things()));
        for (int p = 0; p < GROUP; p++) {
          fit[c][p] = fit(caption, group.get(p).image());
        }
      }
      for (int i = 0; i < GROUP; i++) {
        boolean picture = true;
        boolean caption = true;
        for (int j = 0; j < GROUP; j++) {
          picture &= j == i || fit[i][j] < fit[i][i];
          caption &= j == i || fit[j][i] < fit[i][i];
        }
        pictures += picture ? 1 : 0;
        captions += caption ? 1 : 0;
      }
    }
    return new Retrieval((double) pictures / shown.size(), (double) captions / shown.size());
  }

  /** The part of pictures whose caption beats nine that differ in one thing. */
  public double swaps() {
    int right = 0;
    for (Shown one : shown) {
      double own = fit(encoder.encode(caption(one.scene(), one.things())), one.image());
      int at = random.nextInt(one.things().size());
      boolean best = true;
      for (int other = 0; other < OTHER_CAPTIONS; other++) {
        List<Concept> swapped = new ArrayList<>(one.things());
        Concept instead = concepts.get(random.nextInt(concepts.size()));
        while (one.things().contains(instead)) {
          instead = concepts.get(random.nextInt(concepts.size()));
        }
        swapped.set(at, instead);
        best &= fit(encoder.encode(caption(one.scene(), swapped)), one.image()) < own;
      }
      right += best ? 1 : 0;
    }
    return (double) right / shown.size();
  }

  /** A caption in English: each thing by one of its names, and the setting. */
  private String caption(Scene scene, List<Concept> things) {
    List<Thing> named = new ArrayList<>();
    for (Concept thing : things) {
      String name = thing.names().get(random.nextInt(thing.names().size()));
      named.add(new Thing(thing, name, 1, false, null));
    }
    return English.scene(
        Depiction.of(named)
            .withDaytime(scene.daytime())
            .withWeather(scene.weather())
            .withGround(scene.ground())
            .withStyle(scene.style()));
  }

  /** The weighted mean over a caption's tokens of the patch that fits best: its coverage. */
  private static double fit(EncodedText caption, EncodedImage image) {
    double sum = 0;
    double total = 0;
    for (int t = 0; t < caption.weights().length; t++) {
      double best = -1;
      for (int p = 0; p < image.patches().length; p += DualEncoder.DIMENSION) {
        float dot = 0;
        for (int d = 0; d < DualEncoder.DIMENSION; d++) {
          dot += caption.tokens()[t * DualEncoder.DIMENSION + d] * image.patches()[p + d];
        }
        best = Math.max(best, dot);
      }
      sum += caption.weights()[t] * best;
      total += caption.weights()[t];
    }
    return total == 0 ? 0 : sum / total;
  }
}
