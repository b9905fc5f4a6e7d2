package io.seir.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.kernels.JavaKernels;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.TextImageEncoder;
import io.seir.sample.Feature;
import io.seir.sample.Features;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TurnBatchTest {
  private static final int DIMENSION = 24;
  private static final int DIALOGUES = 300; // of one to three turns: more than the largest batch

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
        public int batch() {
          return 3; // pictures are encoded while others are added
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

  private static Sample dialogue(int number) {
    List<Turn> turns = new ArrayList<>();
    for (int t = 0; t <= number % 3; t++) {
      String words = "word ".repeat(1 + (number + t) % 5) + number;
      Turn turn = Turn.EMPTY.withAnswer(words).withCaption(words + " shown");
      turns.add(t == 1 ? turn : turn.withQuestion("why " + t));
    }
    return Sample.ofTopic("d" + number, Topic.of("topic"), List.of()).withTurns(turns);
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

  private static final Future<SeenPicture> NONE =
      CompletableFuture.completedFuture(SeenPicture.NONE);

  private static Future<SeenPicture> seen(Picture picture) throws Exception {
    return CompletableFuture.completedFuture(SeenPicture.of(picture, Optional.of(ENCODER)));
  }

  private static List<Features> features(Kernels kernels, int batchSize) throws Exception {
    return features(kernels, batchSize, IntStream.range(0, DIALOGUES).boxed().toList());
  }

  private static List<Features> features(Kernels kernels, int batchSize, List<Integer> order)
      throws Exception {
    List<Features> all = new ArrayList<>();
    TurnBatch batch = new TurnBatch(Optional.of(ENCODER), kernels);
    for (int number : order) {
      List<Future<SeenPicture>> pictures = new ArrayList<>();
      for (int t = 0; t <= number % 3; t++) {
        pictures.add(number % 5 == 4 ? NONE : seen(picture((number + t) % 40)));
      }
      batch.add(dialogue(number), pictures);
      if (batch.size() >= batchSize) {
        batch.extract().forEach(one -> all.add(one.features()));
        batch = new TurnBatch(Optional.of(ENCODER), kernels);
      }
    }
    batch.extract().forEach(one -> all.add(one.features()));
    return all;
  }

  @Test
  void featuresDependNeitherOnTheBatchNorOnTheOrder() throws Exception {
    Kernels kernels = KernelSelector.select(KernelSelector.Choice.AUTO).kernels();
    List<Features> one = features(kernels, 1);
    assertNotEquals(one.get(0), one.get(1));
    assertEquals(one, features(kernels, 7));
    assertEquals(one, features(kernels, 64));
    assertEquals(one, features(kernels, 512));
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, DIALOGUES).boxed().toList());
    Collections.shuffle(shuffled, new Random(4));
    List<Features> other = features(kernels, 7, shuffled);
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
    List<Features> plain = features(new JavaKernels(), 7);
    List<Features> fast = features(KernelSelector.select(KernelSelector.Choice.AUTO).kernels(), 7);
    for (int turn = 0; turn < plain.size(); turn++) {
      for (Feature feature : Feature.values()) {
        OptionalDouble expected = plain.get(turn).get(feature);
        OptionalDouble actual = fast.get(turn).get(feature);
        assertEquals(expected.isPresent(), actual.isPresent(), feature.key());
        if (expected.isPresent()) {
          assertEquals(expected.getAsDouble(), actual.getAsDouble(), 1.01e-4, feature.key());
        }
      }
    }
  }

  @Test
  void whatDoesNotApplyIsAbsentAndRepetitionIsSeen() throws Exception {
    TurnBatch batch = new TurnBatch(Optional.of(ENCODER), new JavaKernels());
    Turn same = Turn.EMPTY.withAnswer("the very same");
    Future<SeenPicture> picture = seen(picture(3));
    batch.add(Sample.of("a").withTurns(List.of(same, same)), List.of(picture, picture));
    batch.add(Sample.ofQuestion("b", "q"), List.of(NONE));
    batch.add(Sample.of("c").plus(same.withCaption("c")), List.of(NONE));
    List<TurnBatch.Extracted> all = batch.extract();
    Features first = all.get(0).features();
    assertEquals(OptionalDouble.empty(), first.get(Feature.EARLIER_ANSWER), "the first turn");
    assertEquals(OptionalDouble.empty(), first.get(Feature.QUESTION_ANSWER), "no question");
    assertEquals(OptionalDouble.empty(), first.get(Feature.TOPIC_IMAGE), "no topic");
    assertEquals(OptionalDouble.empty(), first.get(Feature.COMPLEMENT), "no caption");
    assertTrue(first.get(Feature.ANSWER_COVERAGE).isPresent());
    assertTrue(first.get(Feature.SHARPNESS).isPresent());
    Features second = all.get(1).features();
    assertEquals(1, second.get(Feature.EARLIER_ANSWER).orElseThrow(), 1e-4);
    assertEquals(1, second.get(Feature.EARLIER_IMAGE).orElseThrow(), 1e-4);
    assertEquals("{}", all.get(2).features().json().toString(), "only a question");
    assertTrue(all.get(2).answer().isEmpty() && all.get(2).image().isEmpty());
    assertEquals(
        List.of("redundancy", "answerTokens"),
        names(all.get(3).features()),
        "no picture: nothing is said of one");
  }

  private static List<String> names(Features features) {
    List<String> names = new ArrayList<>();
    features.json().fieldNames().forEachRemaining(names::add);
    return names;
  }
}
