package io.seir.score;

import io.seir.dialogue.Exchange;
import io.seir.kernels.ImageQuality;
import io.seir.kernels.Kernels;
import io.seir.kernels.RaggedRows;
import io.seir.kernels.RgbImage;
import io.seir.kernels.Rows;
import io.seir.kernels.SynergyBatch;
import io.seir.kernels.SynergyFeatures;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ModelException;
import io.seir.model.Picture;
import io.seir.model.PictureReader;
import io.seir.model.TextImageEncoder;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Encoded turns, gathered for few calls of the kernels; what comes of a turn is the same in any.
 */
final class TurnBatch {
  private static final ImageQuality NO_PICTURE = new ImageQuality(0, 0, 0, 0, 0, 0);

  private final TextImageEncoder encoder;
  private final Kernels kernels;
  private final Texts questions = new Texts();
  private final Texts answers = new Texts();
  private final Texts captions = new Texts();
  private final Floats patches = new Floats();
  private final Floats images = new Floats();
  private final List<Integer> patchEnds = new ArrayList<>(List.of(0));
  private final List<Optional<RgbImage>> pixels = new ArrayList<>();
  private final List<Integer> tokens = new ArrayList<>();
  private final Cosines cosines = new Cosines();
  private final List<PairRows> rows = new ArrayList<>();

  TurnBatch(TextImageEncoder encoder, Kernels kernels) {
    this.encoder = encoder;
    this.kernels = kernels;
  }

  /** Turns. */
  int size() {
    return tokens.size();
  }

  /**
   * Encodes the turns of a dialogue; their places in the batch are in the order of adding.
   *
   * @param topic may be empty
   * @param pictures one a turn, or none
   */
  void add(String topic, List<Exchange> turns, List<Optional<Picture>> pictures)
      throws ModelException {
    float[] about = text(topic).global();
    List<float[]> said = new ArrayList<>();
    List<float[]> shown = new ArrayList<>();
    for (int t = 0; t < turns.size(); t++) {
      Exchange turn = turns.get(t);
      EncodedText question = text(turn.question());
      EncodedText answer = text(turn.answer());
      questions.add(question);
      answers.add(answer);
      captions.add(text(turn.caption()));
      Optional<Picture> picture = pictures.get(t);
      EncodedImage image =
          picture.isPresent()
              ? encoder.encode(picture.get())
              : new EncodedImage(new float[0], new float[encoder.dimension()]);
      patches.add(image.patches());
      patchEnds.add(patches.size / encoder.dimension());
      images.add(image.global());
      pixels.add(picture.isPresent() ? Optional.of(pixels(picture.get())) : Optional.empty());
      tokens.add(answer.weights().length);
      rows.add(new PairRows(answer.global(), image.global()));
      cosines.turn();
      cosines.add(question.global(), answer.global());
      cosines.add(question.global(), image.global());
      cosines.add(about, answer.global());
      cosines.add(about, image.global());
      said.forEach(earlier -> cosines.add(earlier, answer.global()));
      shown.forEach(earlier -> cosines.add(earlier, image.global()));
      said.add(answer.global());
      shown.add(image.global());
    }
  }

  private EncodedText text(String text) {
    return text.isBlank()
        ? new EncodedText(new float[0], new float[0], new float[encoder.dimension()])
        : encoder.encode(text);
  }

  private static RgbImage pixels(Picture picture) throws ModelException {
    BufferedImage image = PictureReader.decode(picture);
    int width = image.getWidth();
    int height = image.getHeight();
    return new RgbImage(width, height, image.getRGB(0, 0, width, height, null, 0, width));
  }

  /** The global rows of all turns in order. */
  List<PairRows> pairs() {
    return List.copyOf(rows);
  }

  /** The features of all turns in order. */
  List<TurnFeatures> features() {
    if (size() == 0) {
      return List.of();
    }
    List<SynergyFeatures> ofAnswers = kernels.synergy(batch(answers, captions));
    List<SynergyFeatures> ofQuestions = kernels.synergy(batch(questions, answers));
    List<TurnFeatures.Neighbours> neighbours = cosines.neighbours();
    List<ImageQuality> qualities =
        kernels.imageSums(pixels.stream().flatMap(Optional::stream).toList()).stream()
            .map(ImageQuality::of)
            .toList();
    List<TurnFeatures> features = new ArrayList<>();
    int next = 0;
    for (int turn = 0; turn < size(); turn++) {
      boolean pictured = pixels.get(turn).isPresent();
      features.add(
          TurnFeatures.of(
              ofAnswers.get(turn),
              ofQuestions.get(turn),
              neighbours.get(turn),
              tokens.get(turn),
              pictured ? qualities.get(next++) : NO_PICTURE));
    }
    return features;
  }

  private SynergyBatch batch(Texts first, Texts second) {
    return new SynergyBatch(
        first.tokens(),
        first.weights.toArray(),
        first.globals(),
        second.tokens(),
        second.weights.toArray(),
        second.globals(),
        ragged(patches, patchEnds),
        RaggedRows.oneEach(rows(images)));
  }

  private RaggedRows ragged(Floats rows, List<Integer> ends) {
    return new RaggedRows(rows(rows), ends.stream().mapToInt(Integer::intValue).toArray());
  }

  private Rows rows(Floats numbers) {
    return Rows.of(encoder.dimension(), numbers.toArray());
  }

  private final class Texts {
    private final Floats tokens = new Floats();
    private final Floats weights = new Floats();
    private final Floats globals = new Floats();
    private final List<Integer> ends = new ArrayList<>(List.of(0));

    void add(EncodedText text) {
      tokens.add(text.tokens());
      weights.add(text.weights());
      globals.add(text.global());
      ends.add(tokens.size / encoder.dimension());
    }

    RaggedRows tokens() {
      return ragged(tokens, ends);
    }

    RaggedRows globals() {
      return RaggedRows.oneEach(rows(globals));
    }
  }

  /** Pairs of global rows: four a turn, then one an earlier answer, then one an earlier picture. */
  private final class Cosines {
    private static final int FIXED = 4;

    private final Floats left = new Floats();
    private final Floats right = new Floats();
    private final List<Integer> starts = new ArrayList<>();

    void turn() {
      starts.add(left.size / encoder.dimension());
    }

    void add(float[] a, float[] b) {
      left.add(a);
      right.add(b);
    }

    List<TurnFeatures.Neighbours> neighbours() {
      float[] all = kernels.cosine(rows(left), rows(right));
      List<TurnFeatures.Neighbours> neighbours = new ArrayList<>();
      for (int t = 0; t < starts.size(); t++) {
        int at = starts.get(t);
        int end = t + 1 < starts.size() ? starts.get(t + 1) : all.length;
        int middle = at + FIXED + (end - at - FIXED) / 2;
        neighbours.add(
            new TurnFeatures.Neighbours(
                all[at],
                all[at + 1],
                all[at + 2],
                all[at + 3],
                highest(all, at + FIXED, middle),
                highest(all, middle, end)));
      }
      return neighbours;
    }

    private static double highest(float[] cosines, int from, int to) {
      double highest = from == to ? 0 : Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        highest = Math.max(highest, cosines[i]);
      }
      return highest;
    }
  }

  private static final class Floats {
    private float[] values = new float[1024];
    private int size;

    void add(float[] more) {
      if (size + more.length > values.length) {
        values = Arrays.copyOf(values, Math.max(2 * values.length, size + more.length));
      }
      System.arraycopy(more, 0, values, size, more.length);
      size += more.length;
    }

    float[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
