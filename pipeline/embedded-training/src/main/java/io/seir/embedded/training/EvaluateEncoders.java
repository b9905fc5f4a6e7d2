package io.seir.embedded.training;

import io.seir.embedded.encoder.DualEncoder;
import io.seir.embedded.encoder.EncoderEvaluation;
import io.seir.embedded.encoder.EncoderEvaluation.Shown;
import io.seir.embedded.encoder.HeatMap;
import io.seir.embedded.encoder.PictureInput;
import io.seir.embedded.encoder.VisibleClass;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Figure;
import io.seir.embedded.world.Finish;
import io.seir.embedded.world.RandomScenes;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneObject;
import io.seir.embedded.world.SceneRenderer;
import io.seir.embedded.world.Vocabulary;
import io.seir.model.EncodedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Measures the exported encoders on scenes they were not trained on: {@code EvaluateEncoders
 * FOLDER}.
 */
public final class EvaluateEncoders {
  private static final int GROUPS = 20;
  private static final long SEED = 987_654_321;
  private static final int MOST = 3;
  private static final double APART = 0.1;

  private final DualEncoder encoder;
  private final List<Concept> concepts = Vocabulary.shipped().concepts();
  private final Random random = new Random(SEED);

  private EvaluateEncoders(DualEncoder encoder) {
    this.encoder = encoder;
  }

  public static void main(String[] args) throws Exception {
    for (EncoderSpec spec : EncoderSpec.ALL) {
      Path image = Path.of(args[0], spec.name() + "-image.onnx");
      if (Files.exists(image)) {
        System.out.println("encoder " + spec.name());
        new EvaluateEncoders(
                DualEncoder.of(
                    Files.readAllBytes(image),
                    Files.readAllBytes(Path.of(args[0], spec.name() + "-text.onnx"))))
            .run();
      }
    }
  }

  private void run() {
    EncoderEvaluation evaluation = new EncoderEvaluation(encoder, SEED, GROUPS);
    List<Shown> shown = evaluation.shown();
    EncoderEvaluation.Retrieval retrieval = evaluation.retrieval();
    print("R@1 of 100, picture of a caption", retrieval.pictures());
    print("R@1 of 100, caption of a picture", retrieval.captions());
    print("right caption of 10, one thing swapped", evaluation.swaps());
    presence(shown);
    synonyms(shown);
    settings(shown);
    counts();
    positions(shown);
  }

  /** Things found and things imagined at cosine 0.5, and whether the things rank on top of all. */
  private void presence(List<Shown> shown) {
    int found = 0;
    int all = 0;
    int imagined = 0;
    int absent = 0;
    int top = 0;
    int[] missed = new int[concepts.size()];
    for (Shown one : shown) {
      double[] fit =
          concepts.stream().mapToDouble(c -> encoder.best(c.name(), one.image())).toArray();
      double[] sorted = fit.clone();
      Arrays.sort(sorted);
      double third = sorted[sorted.length - 3];
      for (int c = 0; c < concepts.size(); c++) {
        if (one.things().contains(concepts.get(c))) {
          all++;
          found += fit[c] > 0.5 ? 1 : 0;
          missed[c] += fit[c] > 0.5 ? 0 : 1;
          top += fit[c] >= third ? 1 : 0;
        } else {
          absent++;
          imagined += fit[c] > 0.5 ? 1 : 0;
        }
      }
    }
    print("things found at cosine 0.5", found, all);
    print("things among the top 3 of " + concepts.size(), top, all);
    System.out.printf(
        "  %-52s %.2f a picture%n",
        "things imagined at cosine 0.5", (double) imagined / shown.size());
    List<String> worst = new ArrayList<>();
    for (int c = 0; c < missed.length; c++) {
      if (missed[c] >= 4) {
        worst.add(concepts.get(c).name() + " " + missed[c]);
      }
    }
    System.out.println(
        "  most often missed: " + String.join(", ", worst) + " (absent checked " + absent + ")");
  }

  private void synonyms(List<Shown> shown) {
    int foundSynonym = 0;
    int synonyms = 0;
    int foundKind = 0;
    int kinds = 0;
    Set<Long> named = Phrases.namedSynsets();
    for (Shown one : shown.subList(0, 600)) {
      for (Concept thing : one.things()) {
        for (String name : thing.names().subList(1, thing.names().size())) {
          synonyms++;
          foundSynonym += encoder.best(name, one.image()) > 0.5 ? 1 : 0;
        }
        for (String kind : Phrases.kindsOf(thing, named, true)) {
          kinds++;
          foundKind += encoder.best(kind, one.image()) > 0.5 ? 1 : 0;
        }
      }
    }
    print("things found by a synonym", foundSynonym, synonyms);
    print("things found by a kind never trained on", foundKind, kinds);
  }

  private void settings(List<Shown> shown) {
    for (int c = concepts.size(); c < VisibleClass.all().size(); c++) {
      VisibleClass setting = VisibleClass.all().get(c);
      int found = 0;
      int of = 0;
      int imagined = 0;
      for (Shown one : shown) {
        boolean seen = encoder.best(setting.phrases().get(0), one.image()) > 0.5;
        if (VisibleClass.shownBy(one.scene()).contains(c)) {
          of++;
          found += seen ? 1 : 0;
        } else {
          imagined += seen ? 1 : 0;
        }
      }
      System.out.printf(
          "  %-52s %.1f %% found, %.1f %% imagined%n",
          "setting " + setting.key(), 100.0 * found / of, 100.0 * imagined / (shown.size() - of));
    }
  }

  /** Whether one, two and three of a thing are told apart. */
  private void counts() {
    RandomScenes scenes = RandomScenes.even(SEED + 1);
    SceneRenderer renderer = new SceneRenderer();
    int[] right = new int[MOST];
    int each = 400;
    for (int i = 0; i < MOST * each; i++) {
      Concept thing = concepts.get(random.nextInt(concepts.size()));
      int count = 1 + i % MOST;
      Scene scene =
          scenes
              .of(Collections.nCopies(count, Figure.of(thing)), Optional.empty())
              .with(Finish.CLEAN);
      HeatMap seen =
          HeatMap.of(
              encoder,
              thing.name(),
              encoder.encode(renderer.render(scene, 4 * PictureInput.SIDE)));
      right[i % MOST] += seen.count() == count ? 1 : 0;
    }
    for (int i = 0; i < MOST; i++) {
      print((i + 1) + " of a thing, counted right", right[i], each);
    }
  }

  /** Which of two things is further left, by the middles of their patches. */
  private void positions(List<Shown> shown) {
    int right = 0;
    int all = 0;
    for (Shown one : shown) {
      List<SceneObject> objects = one.scene().visible();
      if (objects.size() == 2 && new HashSet<>(one.things()).size() == 2) {
        SceneObject a = objects.get(0);
        SceneObject b = objects.get(1);
        if (Math.abs(a.x() - b.x()) > APART) {
          all++;
          boolean seen = map(a.concept(), one.image()).x() < map(b.concept(), one.image()).x();
          right += a.x() < b.x() == seen ? 1 : 0;
        }
      }
    }
    print("left or right of two things", right, all);
  }

  private HeatMap map(Concept concept, EncodedImage image) {
    return HeatMap.of(encoder, concept.name(), image);
  }

  private static void print(String what, int right, int of) {
    print(what + " (" + of + ")", (double) right / of);
  }

  private static void print(String what, double share) {
    System.out.printf("  %-52s %.1f %%%n", what, 100 * share);
  }
}
