package io.seir.embedded;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.Thing;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Figure;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.IconSet;
import io.seir.embedded.world.PngWriter;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneComposer;
import io.seir.embedded.world.SceneRenderer;
import io.seir.embedded.world.Weather;
import io.seir.model.ImageModel;
import io.seir.model.ImageRequest;
import io.seir.sample.Picture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The embedded text-to-image model: reads the caption, composes a scene, draws it at 512 × 512.
 * Like a real one it slips, as {@link Slips} says. What it cannot draw it does not draw.
 */
final class EmbeddedImageModel implements ImageModel {
  private static final int SIDE = 512;
  private static final int MAX_CONCEPTS = 3;

  private final SceneRenderer renderer = new SceneRenderer();

  @Override
  public Picture draw(ImageRequest request) {
    return new Picture(PngWriter.write(renderer.render(scene(request, 1), SIDE)));
  }

  /**
   * The scene that it draws.
   *
   * @param clumsiness a factor on the shares of {@link Slips}
   */
  static Scene scene(ImageRequest request, double clumsiness) {
    Random random = new Random(request.seed());
    Slips slips = new Slips(request.caption(), random, clumsiness);
    return scene(DepictionReader.shared().read(request.caption()), slips, random);
  }

  private static Scene scene(Depiction wanted, Slips slips, Random random) {
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < Math.min(MAX_CONCEPTS, wanted.things().size()); i++) {
      Thing thing = wanted.things().get(i);
      if (!slips.forgets(thing, i)) {
        figures.addAll(
            Collections.nCopies(
                slips.count(thing),
                new Figure(thing.concept(), slips.colour(thing).orElse(null), thing.stressed())));
      }
    }
    List<Concept> concepts = figures.stream().map(Figure::concept).toList();
    Weather weather = slips.weather(wanted);
    Ground ground = slips.ground(wanted).orElseGet(() -> ground(concepts, weather));
    Optional<Relation> relation = slips.relation(wanted);
    return new Scene(
        slips.daytime(wanted),
        weather,
        ground,
        IconSet.values()[random.nextInt(IconSet.values().length)],
        SceneComposer.place(figures, relation, wanted.view(), ground, random),
        slips.style(wanted),
        slips.finish(),
        random.nextLong());
  }

  /** Where the things look at home; outdoors, if there is weather. */
  private static Ground ground(List<Concept> concepts, Weather weather) {
    Ground home = concepts.isEmpty() ? Ground.MEADOW : SceneComposer.groundFor(concepts);
    return weather != Weather.CLEAR && home.indoors() ? Ground.STREET : home;
  }
}
