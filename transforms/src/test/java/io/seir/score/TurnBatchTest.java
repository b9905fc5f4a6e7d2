package io.seir.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.seir.dialogue.AnswerDraft;
import io.seir.dialogue.Assessment;
import io.seir.dialogue.ImageDraft;
import io.seir.dialogue.ImageRef;
import io.seir.dialogue.Lineage;
import io.seir.dialogue.Refinement;
import io.seir.dialogue.Round;
import io.seir.dialogue.StageUsage;
import io.seir.dialogue.StopReason;
import io.seir.dialogue.Turn;
import io.seir.kernels.JavaKernels;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.Picture;
import io.seir.model.TextImageEncoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TurnBatchTest {
  private static final int DIMENSION = 24;
  private static final int TURNS = 20;

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

  private static <D> Refinement<D> just(D draft) {
    return new Refinement<>(
        List.of(new Round<>(0, draft, new Assessment.Unreviewed())),
        0,
        StopReason.DEPTH,
        StageUsage.NONE);
  }

  private static Turn turn(int number) {
    String words = "word ".repeat(1 + number % 5) + number;
    return new Turn(
        new Lineage(
            just("why?"),
            just(new AnswerDraft(words, words + " shown")),
            just(new ImageDraft(words + " shown", new ImageRef("x", "x", 8, 8)))));
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
    List<TurnFeatures> all = new ArrayList<>();
    TurnBatch batch = new TurnBatch(ENCODER, kernels);
    for (int number = 0; number < TURNS; number++) {
      batch.add(turn(number), picture(number));
      if (batch.size() == batchSize || number == TURNS - 1) {
        all.addAll(batch.features());
        batch = new TurnBatch(ENCODER, kernels);
      }
    }
    return all;
  }

  @Test
  void featuresDoNotDependOnTheBatch() throws Exception {
    Kernels kernels = KernelSelector.select(KernelSelector.Choice.AUTO).kernels();
    List<TurnFeatures> one = features(kernels, 1);
    assertEquals(TURNS, one.size());
    assertNotEquals(one.get(0), one.get(1));
    assertEquals(one, features(kernels, 7));
    assertEquals(one, features(kernels, 64));
  }

  @Test
  void enginesAgree() throws Exception {
    List<TurnFeatures> plain = features(new JavaKernels(), 7);
    List<TurnFeatures> fast =
        features(KernelSelector.select(KernelSelector.Choice.AUTO).kernels(), 7);
    for (int number = 0; number < TURNS; number++) {
      assertEquals(plain.get(number).answerCoverage(), fast.get(number).answerCoverage(), 1.01e-4);
      assertEquals(plain.get(number).complement(), fast.get(number).complement(), 1.01e-4);
      assertEquals(plain.get(number).captionImage(), fast.get(number).captionImage(), 1.01e-4);
      assertEquals(plain.get(number).sharpness(), fast.get(number).sharpness(), "exact");
    }
  }
}
