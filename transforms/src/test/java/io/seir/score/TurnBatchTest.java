package io.seir.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.seir.dialogue.Exchange;
import io.seir.kernels.JavaKernels;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.model.DecodedPicture;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.Picture;
import io.seir.model.TextImageEncoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TurnBatchTest {
  private static final int DIMENSION = 24;
  private static final int DIALOGUES = 20;

  /** Rows that follow from what is encoded, of as many tokens as there are words. */
  private static final TextImageEncoder ENCODER =
      new TextImageEncoder() {
        @Override
        public int dimension() {
          return DIMENSION;
        }

        @Override
        public EncodedText encode(String text) {
          int tokens = text.split(" ").length;
          float[] weights = new float[tokens];
          java.util.Arrays.fill(weights, 1);
          return new EncodedText(
              rows(text.hashCode(), tokens), weights, rows(text.hashCode() + 1, 1));
        }

        @Override
        public EncodedImage encode(Picture picture) {
          return new EncodedImage(rows(picture.size(), 9), rows(picture.size() + 1, 1));
        }
      };

  private static float[] rows(long seed, int count) {
    Random random = new Random(seed);
    float[] rows = new float[count * DIMENSION];
    for (int r = 0; r < count; r++) {
      double squares = 0;
      for (int i = 0; i < DIMENSION; i++) {
        rows[r * DIMENSION + i] = (float) random.nextGaussian();
        squares += rows[r * DIMENSION + i] * (double) rows[r * DIMENSION + i];
      }
      for (int i = 0; i < DIMENSION; i++) {
        rows[r * DIMENSION + i] /= (float) Math.sqrt(squares);
      }
    }
    return rows;
  }

  private static List<Exchange> dialogue(int number) {
    List<Exchange> turns = new ArrayList<>();
    for (int t = 0; t <= number % 3; t++) {
      String words = "word ".repeat(1 + (number + t) % 5) + number;
      turns.add(new Exchange(t == 1 ? "" : "why " + t, words, words + " shown", "x"));
    }
    return turns;
  }

  private static Picture picture(int number) throws Exception {
    BufferedImage image = new BufferedImage(8 + number, 9, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(number);
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return new Picture(out.toByteArray());
  }

  private static List<TurnFeatures> features(Kernels kernels, int batchSize) throws Exception {
    return features(kernels, batchSize, IntStream.range(0, DIALOGUES).boxed().toList());
  }

  private static List<TurnFeatures> features(Kernels kernels, int batchSize, List<Integer> order)
      throws Exception {
    List<TurnFeatures> all = new ArrayList<>();
    TurnBatch batch = new TurnBatch(ENCODER, kernels);
    for (int number : order) {
      List<Optional<DecodedPicture>> pictures = new ArrayList<>();
      for (int t = 0; t <= number % 3; t++) {
        pictures.add(
            number % 5 == 4
                ? Optional.empty()
                : Optional.of(DecodedPicture.of(picture(number + t))));
      }
      batch.add("topic", dialogue(number), pictures);
      if (batch.size() >= batchSize) {
        all.addAll(batch.features());
        batch = new TurnBatch(ENCODER, kernels);
      }
    }
    all.addAll(batch.features());
    return all;
  }

  @Test
  void featuresDependNeitherOnTheBatchNorOnTheOrder() throws Exception {
    Kernels kernels = KernelSelector.select(KernelSelector.Choice.AUTO).kernels();
    List<TurnFeatures> one = features(kernels, 1);
    assertNotEquals(one.get(0), one.get(1));
    assertEquals(one, features(kernels, 7));
    assertEquals(one, features(kernels, 64));
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, DIALOGUES).boxed().toList());
    Collections.shuffle(shuffled, new Random(4));
    List<TurnFeatures> other = features(kernels, 7, shuffled);
    int at = 0;
    for (int number : shuffled) {
      int first = IntStream.range(0, number).map(n -> n % 3 + 1).sum();
      for (int t = 0; t <= number % 3; t++) {
        assertEquals(one.get(first + t), other.get(at++), "turn " + t + " of " + number);
      }
    }
  }

  @Test
  void enginesAgree() throws Exception {
    List<TurnFeatures> plain = features(new JavaKernels(), 7);
    List<TurnFeatures> fast =
        features(KernelSelector.select(KernelSelector.Choice.AUTO).kernels(), 7);
    for (int turn = 0; turn < plain.size(); turn++) {
      Map<String, Double> expected = plain.get(turn).byName();
      for (Map.Entry<String, Double> actual : fast.get(turn).byName().entrySet()) {
        assertEquals(expected.get(actual.getKey()), actual.getValue(), 1.01e-4, actual.getKey());
      }
    }
  }

  @Test
  void whatIsMissingIsZeroAndRepetitionIsSeen() throws Exception {
    TurnBatch batch = new TurnBatch(ENCODER, new JavaKernels());
    Exchange same = new Exchange("", "the very same", "", "x");
    DecodedPicture picture = DecodedPicture.of(picture(3));
    batch.add("", List.of(same, same), List.of(Optional.of(picture), Optional.of(picture)));
    batch.add("", List.of(new Exchange("q", "", "", "")), List.of(Optional.empty()));
    List<TurnFeatures> features = batch.features();
    assertEquals(0, features.get(0).earlierAnswer());
    assertEquals(1, features.get(1).earlierAnswer(), 1e-4);
    assertEquals(1, features.get(1).earlierImage(), 1e-4);
    assertEquals(0, features.get(1).questionAnswer());
    assertEquals(0, features.get(2).byName().values().stream().mapToDouble(v -> v).sum());
  }
}
