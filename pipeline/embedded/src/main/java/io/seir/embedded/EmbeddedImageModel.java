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
    Random random = new Random(request.seed());
    Slips slips = new Slips(request.caption(), random);
    Scene scene = scene(DepictionReader.shared().read(request.caption()), slips, random);
    return new Picture(PngWriter.write(renderer.render(scene, SIDE)));
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
    Ground ground =
        slips
            .ground(wanted)
            .orElseGet(
                () -> concepts.isEmpty() ? Ground.MEADOW : SceneComposer.groundFor(concepts));
    Optional<Relation> relation = slips.relation(wanted);
    return new Scene(
        slips.daytime(wanted),
        slips.weather(wanted),
        ground,
        IconSet.values()[random.nextInt(IconSet.values().length)],
        SceneComposer.place(figures, relation, wanted.view(), ground, random),
        slips.style(wanted),
        slips.finish(),
        random.nextLong());
  }
}
