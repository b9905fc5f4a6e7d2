package io.seir.embedded;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Thing;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.IconSet;
import io.seir.embedded.world.PngWriter;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneComposer;
import io.seir.embedded.world.SceneRenderer;
import io.seir.embedded.world.Weather;
import io.seir.model.ImageModel;
import io.seir.model.ImageRequest;
import io.seir.sample.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The embedded text-to-image model: reads the caption, composes a scene, draws it at 512 × 512.
 * Like a real one it misses things, the more the longer the caption and the more there is in it;
 * what a caption asks for large or first it rarely misses. What it cannot draw it does not draw.
 */
final class EmbeddedImageModel implements ImageModel {
  private static final int SIDE = 512;
  private static final int MAX_CONCEPTS = 3;
  private static final double MISS = 0.10;
  private static final double MISS_PER_PLACE = 0.14;
  private static final double MISS_STRESSED = 0.03;
  private static final double MISS_SETTING = 0.2;
  private static final int LONG_CAPTION = 30;

  private final SceneRenderer renderer = new SceneRenderer();

  @Override
  public Picture draw(ImageRequest request) {
    return new Picture(PngWriter.write(renderer.render(scene(request), SIDE)));
  }

  private static Scene scene(ImageRequest request) {
    Random random = new Random(request.seed());
    Depiction wanted = DepictionReader.shared().read(request.caption());
    double length = English.words(request.caption()) > LONG_CAPTION ? 0.2 : 0;
    List<Concept> things = new ArrayList<>();
    List<Concept> stressed = new ArrayList<>();
    for (int i = 0; i < Math.min(MAX_CONCEPTS, wanted.things().size()); i++) {
      Thing thing = wanted.things().get(i);
      double miss = thing.stressed() ? MISS_STRESSED : MISS + i * MISS_PER_PLACE + length;
      if (random.nextDouble() >= miss) {
        for (int copy = 0; copy < thing.count(); copy++) {
          things.add(thing.concept());
        }
        if (thing.stressed()) {
          stressed.add(thing.concept());
        }
      }
    }
    Ground ground =
        wanted
            .ground()
            .filter(g -> random.nextDouble() >= MISS_SETTING)
            .orElseGet(() -> things.isEmpty() ? Ground.MEADOW : SceneComposer.groundFor(things));
    boolean sees = random.nextDouble() >= MISS_SETTING;
    Daytime daytime = wanted.daytime().filter(d -> sees).orElse(Daytime.DAY);
    boolean feels = random.nextDouble() >= MISS_SETTING;
    Weather weather = wanted.weather().filter(w -> feels).orElse(Weather.CLEAR);
    IconSet icons = IconSet.values()[random.nextInt(IconSet.values().length)];
    return new Scene(
        daytime,
        weather,
        ground,
        icons,
        SceneComposer.place(things, stressed, ground, random),
        random.nextLong());
  }
}
