package io.seir.score;

import io.seir.dialogue.Exchange;
import io.seir.kernels.ImageQuality;
import io.seir.kernels.ImageSums;
import io.seir.kernels.Kernels;
import io.seir.kernels.RaggedRows;
import io.seir.kernels.RgbImage;
import io.seir.kernels.Rows;
import io.seir.kernels.SynergyBatch;
import io.seir.kernels.SynergyFeatures;
import io.seir.model.DecodedPicture;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ModelException;
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

  private static final int MOST_TURNS = 64;
  private static final long MOST_PIXELS = 64L << 20;

  private final TextImageEncoder encoder;
  private final Kernels kernels;
  private final List<Exchange> turns = new ArrayList<>();
  private final List<Optional<DecodedPicture>> pictures = new ArrayList<>();
  private final List<Dialogue> dialogues = new ArrayList<>();
  private final List<PairRows> rows = new ArrayList<>();

  private long pixels;
  private long encodeNanos;
  private long kernelNanos;

  /** Consecutive turns of one dialogue. */
  private record Dialogue(String topic, int first, int turns) {}

  TurnBatch(TextImageEncoder encoder, Kernels kernels) {
    this.encoder = encoder;
    this.kernels = kernels;
  }

  /** Whether there is enough for one call: turns, or pixels that are held in memory. */
  boolean isFull() {
    return size() >= MOST_TURNS || pixels >= MOST_PIXELS;
  }

  /** Turns. */
  int size() {
    return turns.size();
  }

  /**
   * Adds the turns of a dialogue; their places in the batch are in the order of adding.
   *
   * @param topic may be empty
   * @param shown one a turn, or none
   */
  void add(String topic, List<Exchange> exchanges, List<Optional<DecodedPicture>> shown) {
    dialogues.add(new Dialogue(topic, turns.size(), exchanges.size()));
    turns.addAll(exchanges);
    pictures.addAll(shown);
    for (Optional<DecodedPicture> picture : shown) {
      pixels += picture.map(p -> (long) p.pixels().getWidth() * p.pixels().getHeight()).orElse(0L);
    }
  }

  /** The global rows of all turns in order, after {@link #features}. */
  List<PairRows> pairs() {
    return List.copyOf(rows);
  }

  /** Time that the encoder took. */
  long encodeNanos() {
    return encodeNanos;
  }

  /** Time that the kernels took, with packing rows and pixels for them. */
  long kernelNanos() {
    return kernelNanos;
  }

  /** The features of all turns in order. */
  List<TurnFeatures> features() throws ModelException {
    if (turns.isEmpty()) {
      return List.of();
    }
    long start = System.nanoTime();
    List<EncodedText> topics = texts(dialogues.stream().map(Dialogue::topic).toList());
    Texts questions = new Texts(texts(turns.stream().map(Exchange::question).toList()));
    Texts answers = new Texts(texts(turns.stream().map(Exchange::answer).toList()));
    Texts captions = new Texts(texts(turns.stream().map(Exchange::caption).toList()));
    Images images = new Images(images());
    encodeNanos = System.nanoTime() - start;
    start = System.nanoTime();
    List<SynergyFeatures> ofAnswers = kernels.synergy(batch(answers, captions, images));
    List<SynergyFeatures> ofQuestions = kernels.synergy(batch(questions, answers, images));
    Cosines cosines = new Cosines();
    for (int d = 0; d < dialogues.size(); d++) {
      cosines.add(dialogues.get(d), topics.get(d), questions, answers, images);
    }
    List<TurnFeatures.Neighbours> neighbours = cosines.neighbours();
    List<ImageQuality> qualities = qualities();
    kernelNanos = System.nanoTime() - start;
    List<TurnFeatures> features = new ArrayList<>();
    for (int turn = 0; turn < size(); turn++) {
      EncodedText answer = answers.all.get(turn);
      rows.add(new PairRows(answer.global(), images.all.get(turn).global()));
      features.add(
          TurnFeatures.of(
              ofAnswers.get(turn),
              ofQuestions.get(turn),
              neighbours.get(turn),
              answer.weights().length,
              qualities.get(turn)));
    }
    return features;
  }

  /** Encodes all that say something together; a text that says nothing has no tokens. */
  private List<EncodedText> texts(List<String> texts) {
    List<EncodedText> some =
        encoder.encodeTexts(texts.stream().filter(text -> !text.isBlank()).toList());
    EncodedText nothing =
        new EncodedText(new float[0], new float[0], new float[encoder.dimension()]);
    List<EncodedText> all = new ArrayList<>();
    int next = 0;
    for (String text : texts) {
      all.add(text.isBlank() ? nothing : some.get(next++));
    }
    return all;
  }

  private List<EncodedImage> images() throws ModelException {
    List<EncodedImage> some =
        encoder.encodePictures(pictures.stream().flatMap(Optional::stream).toList());
    EncodedImage nothing = new EncodedImage(new float[0], new float[encoder.dimension()]);
    List<EncodedImage> all = new ArrayList<>();
    int next = 0;
    for (Optional<DecodedPicture> picture : pictures) {
      all.add(picture.isPresent() ? some.get(next++) : nothing);
    }
    return all;
  }

  private List<ImageQuality> qualities() {
    List<ImageSums> sums =
        kernels.imageSums(
            pictures.stream().flatMap(Optional::stream).map(TurnBatch::pixels).toList());
    List<ImageQuality> all = new ArrayList<>();
    int next = 0;
    for (Optional<DecodedPicture> picture : pictures) {
      all.add(picture.isPresent() ? ImageQuality.of(sums.get(next++)) : NO_PICTURE);
    }
    return all;
  }

  private static RgbImage pixels(DecodedPicture picture) {
    BufferedImage image = picture.pixels();
    return new RgbImage(image.getWidth(), image.getHeight(), PictureReader.rgb(image));
  }

  private SynergyBatch batch(Texts first, Texts second, Images images) {
    return new SynergyBatch(
        first.tokens(),
        first.weights.toArray(),
        first.globals(),
        second.tokens(),
        second.weights.toArray(),
        second.globals(),
        ragged(images.patches, images.ends),
        RaggedRows.oneEach(rows(images.globals)));
  }

  private RaggedRows ragged(Floats rows, List<Integer> ends) {
    return new RaggedRows(rows(rows), ends.stream().mapToInt(Integer::intValue).toArray());
  }

  private Rows rows(Floats numbers) {
    return Rows.of(encoder.dimension(), numbers.toArray());
  }

  private final class Texts {
    private final List<EncodedText> all;
    private final Floats tokens = new Floats();
    private final Floats weights = new Floats();
    private final Floats globals = new Floats();
    private final List<Integer> ends = new ArrayList<>(List.of(0));

    Texts(List<EncodedText> all) {
      this.all = all;
      for (EncodedText text : all) {
        tokens.add(text.tokens());
        weights.add(text.weights());
        globals.add(text.global());
        ends.add(tokens.size / encoder.dimension());
      }
    }

    RaggedRows tokens() {
      return ragged(tokens, ends);
    }

    RaggedRows globals() {
      return RaggedRows.oneEach(rows(globals));
    }
  }

  private final class Images {
    private final List<EncodedImage> all;
    private final Floats patches = new Floats();
    private final Floats globals = new Floats();
    private final List<Integer> ends = new ArrayList<>(List.of(0));

    Images(List<EncodedImage> all) {
      this.all = all;
      for (EncodedImage image : all) {
        patches.add(image.patches());
        globals.add(image.global());
        ends.add(patches.size / encoder.dimension());
      }
    }
  }

  /** Pairs of global rows: four a turn, then one an earlier answer, then one an earlier picture. */
  private final class Cosines {
    private static final int FIXED = 4;

    private final Floats left = new Floats();
    private final Floats right = new Floats();
    private final List<Integer> starts = new ArrayList<>();

    void add(Dialogue dialogue, EncodedText topic, Texts questions, Texts answers, Images images) {
      int end = dialogue.first() + dialogue.turns();
      for (int turn = dialogue.first(); turn < end; turn++) {
        starts.add(left.size / encoder.dimension());
        float[] question = questions.all.get(turn).global();
        float[] answer = answers.all.get(turn).global();
        float[] image = images.all.get(turn).global();
        add(question, answer);
        add(question, image);
        add(topic.global(), answer);
        add(topic.global(), image);
        for (int earlier = dialogue.first(); earlier < turn; earlier++) {
          add(answers.all.get(earlier).global(), answer);
        }
        for (int earlier = dialogue.first(); earlier < turn; earlier++) {
          add(images.all.get(earlier).global(), image);
        }
      }
    }

    private void add(float[] a, float[] b) {
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
