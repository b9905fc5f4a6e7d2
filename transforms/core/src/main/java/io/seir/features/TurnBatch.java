package io.seir.features;

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
import io.seir.sample.Feature;
import io.seir.sample.Features;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Encoded turns, gathered for few calls of the kernels; what comes of a turn is the same in any
 * batch. The kernels are given no rows for what a turn lacks, and its features are left out.
 */
final class TurnBatch {
  private static final int MAX_TURNS = 64;
  private static final long MAX_PIXELS = 64L << 20;

  private final Optional<TextImageEncoder> encoder;
  private final int dimension;
  private final Kernels kernels;
  private final List<Turn> turns = new ArrayList<>();
  private final List<Optional<DecodedPicture>> pictures = new ArrayList<>();
  private final List<Dialogue> dialogues = new ArrayList<>();

  private long pixels;
  private long encodeNanos;
  private long kernelNanos;

  /** Consecutive turns of one sample. */
  private record Dialogue(Optional<String> topic, int first, int turns) {}

  /**
   * What comes of a turn.
   *
   * @param question its global row, if it says something
   * @param answer likewise
   * @param image global row of the picture, if there is one
   */
  record Extracted(
      Features features,
      Optional<float[]> question,
      Optional<float[]> answer,
      Optional<float[]> image) {}

  /**
   * @param encoder absent if there is none that can be trusted: then there are features of the
   *     pixels alone
   */
  TurnBatch(Optional<TextImageEncoder> encoder, Kernels kernels) {
    this.encoder = encoder;
    this.dimension = encoder.map(TextImageEncoder::dimension).orElse(1);
    this.kernels = kernels;
  }

  /** Whether there is enough for one call: turns, or pixels that are held in memory. */
  boolean isFull() {
    return size() >= MAX_TURNS || pixels >= MAX_PIXELS;
  }

  /** Turns. */
  int size() {
    return turns.size();
  }

  /**
   * Adds the turns of a sample; their places in the batch are in the order of adding.
   *
   * @param shown one per turn, or none
   */
  void add(Sample sample, List<Optional<DecodedPicture>> shown) {
    dialogues.add(
        new Dialogue(sample.topic().map(Topic::text), turns.size(), sample.turns().size()));
    turns.addAll(sample.turns());
    pictures.addAll(shown);
    for (Optional<DecodedPicture> picture : shown) {
      pixels += picture.map(p -> (long) p.pixels().getWidth() * p.pixels().getHeight()).orElse(0L);
    }
  }

  /** Time that the encoder took. */
  long encodeNanos() {
    return encodeNanos;
  }

  /** Time that the kernels took, with packing rows and pixels for them. */
  long kernelNanos() {
    return kernelNanos;
  }

  /** What comes of all turns, in order. */
  List<Extracted> extract() throws ModelException {
    if (turns.isEmpty()) {
      return List.of();
    }
    long start = System.nanoTime();
    Optional<Encoded> encoded = encoder.isPresent() ? Optional.of(new Encoded()) : Optional.empty();
    encodeNanos = System.nanoTime() - start;
    start = System.nanoTime();
    List<Map<Feature, Double>> features = new ArrayList<>();
    for (int turn = 0; turn < size(); turn++) {
      features.add(new EnumMap<>(Feature.class));
    }
    encoded.ifPresent(rows -> put(rows, features));
    putQualities(features);
    kernelNanos = System.nanoTime() - start;
    List<Extracted> extracted = new ArrayList<>();
    for (int turn = 0; turn < size(); turn++) {
      int place = turn;
      extracted.add(
          new Extracted(
              Features.of(features.get(turn)),
              encoded.flatMap(rows -> rows.questions.global(place)),
              encoded.flatMap(rows -> rows.answers.global(place)),
              encoded.flatMap(rows -> rows.images.global(place))));
    }
    return extracted;
  }

  /** All texts and pictures of the batch as rows. */
  private final class Encoded {
    final Texts topics = new Texts(dialogues.stream().map(Dialogue::topic).toList());
    final Texts questions = new Texts(turns.stream().map(Turn::question).toList());
    final Texts answers = new Texts(turns.stream().map(Turn::answer).toList());
    final Texts captions = new Texts(turns.stream().map(Turn::caption).toList());
    final Images images;

    Encoded() throws ModelException {
      images = new Images();
    }
  }

  private void put(Encoded rows, List<Map<Feature, Double>> features) {
    List<SynergyFeatures> ofAnswers =
        kernels.synergy(batch(rows.answers, rows.captions, rows.images));
    List<SynergyFeatures> ofQuestions =
        kernels.synergy(batch(rows.questions, rows.answers, rows.images));
    for (int turn = 0; turn < size(); turn++) {
      Map<Feature, Double> to = features.get(turn);
      putAnswer(to, ofAnswers.get(turn), rows.answers, rows.captions, rows.images, turn);
      putQuestion(to, ofQuestions.get(turn), rows.questions, rows.answers, rows.images, turn);
    }
    new Cosines(rows.topics, rows.questions, rows.answers, rows.images).put(features);
  }

  /** The synergy of answer and caption with the picture. */
  private void putAnswer(
      Map<Feature, Double> to,
      SynergyFeatures synergy,
      Texts answers,
      Texts captions,
      Images images,
      int turn) {
    boolean shown = images.global(turn).isPresent();
    boolean said = answers.hasTokens(turn);
    boolean described = captions.hasTokens(turn);
    if (said && shown) {
      to.put(Feature.ANSWER_COVERAGE, synergy.answerCoverage());
      to.put(Feature.ANSWER_GROUNDING, synergy.answerGrounding());
    }
    if (described && shown) {
      to.put(Feature.CAPTION_COVERAGE, synergy.captionCoverage());
      to.put(Feature.CAPTION_GROUNDING, synergy.captionGrounding());
    }
    if (said && described) {
      to.put(Feature.REDUNDANCY, synergy.redundancy());
    }
    if (said && described && shown) {
      to.put(Feature.COMPLEMENT, synergy.complement());
    }
    if (answers.global(turn).isPresent() && shown) {
      to.put(Feature.ANSWER_IMAGE, synergy.answerImage());
    }
    if (captions.global(turn).isPresent() && shown) {
      to.put(Feature.CAPTION_IMAGE, synergy.captionImage());
    }
    if (turns.get(turn).answer().isPresent()) {
      to.put(Feature.ANSWER_TOKENS, (double) answers.tokens(turn));
    }
  }

  /** The synergy of the question, in the place of an answer, with the answer and the picture. */
  private void putQuestion(
      Map<Feature, Double> to,
      SynergyFeatures synergy,
      Texts questions,
      Texts answers,
      Images images,
      int turn) {
    if (questions.hasTokens(turn) && images.global(turn).isPresent()) {
      to.put(Feature.QUESTION_SHOWN, synergy.answerCoverage());
    }
    if (questions.hasTokens(turn) && answers.hasTokens(turn)) {
      to.put(Feature.QUESTION_ANSWERED, synergy.redundancy());
    }
  }

  private void putQualities(List<Map<Feature, Double>> features) {
    List<ImageSums> sums =
        kernels.imageSums(
            pictures.stream().flatMap(Optional::stream).map(TurnBatch::pixels).toList());
    int next = 0;
    for (int turn = 0; turn < size(); turn++) {
      if (pictures.get(turn).isPresent()) {
        ImageQuality quality = ImageQuality.of(sums.get(next++));
        Map<Feature, Double> to = features.get(turn);
        to.put(Feature.SHARPNESS, quality.sharpness());
        to.put(Feature.NOISE, quality.noise());
        to.put(Feature.CONTRAST, quality.contrast());
        to.put(Feature.CLIPPED, quality.clipped());
        to.put(Feature.COLOURFULNESS, quality.colourfulness());
        to.put(Feature.BLOCKINESS, quality.blockiness());
      }
    }
  }

  private static RgbImage pixels(DecodedPicture picture) {
    BufferedImage image = picture.pixels();
    return new RgbImage(image.getWidth(), image.getHeight(), PictureReader.rgb(image));
  }

  private SynergyBatch batch(Texts first, Texts second, Images images) {
    return new SynergyBatch(
        first.tokens.ragged(),
        first.weights.toArray(),
        first.globals.oneEach(),
        second.tokens.ragged(),
        second.weights.toArray(),
        second.globals.oneEach(),
        images.patches.ragged(),
        images.globals.oneEach());
  }

  /** Texts encoded together; one that is absent has no tokens, and a global row of zeros. */
  private final class Texts {
    private final List<Optional<EncodedText>> all = new ArrayList<>();
    private final Packed tokens = new Packed(dimension);
    private final Packed weights = new Packed(1);
    private final Packed globals = new Packed(dimension);

    Texts(List<Optional<String>> texts) {
      List<EncodedText> some =
          encoder.orElseThrow().encodeTexts(texts.stream().flatMap(Optional::stream).toList());
      int next = 0;
      for (Optional<String> text : texts) {
        all.add(text.isPresent() ? Optional.of(some.get(next++)) : Optional.empty());
        Optional<EncodedText> last = all.get(all.size() - 1);
        tokens.add(last.map(EncodedText::tokens).orElse(Packed.NOTHING));
        weights.add(last.map(EncodedText::weights).orElse(Packed.NOTHING));
        globals.add(last.map(EncodedText::global).orElse(new float[dimension]));
      }
    }

    int tokens(int place) {
      return all.get(place).map(text -> text.weights().length).orElse(0);
    }

    /** Whether any token counts. */
    boolean hasTokens(int place) {
      for (float weight : all.get(place).map(EncodedText::weights).orElse(Packed.NOTHING)) {
        if (weight > 0) {
          return true;
        }
      }
      return false;
    }

    Optional<float[]> global(int place) {
      return all.get(place).map(EncodedText::global).filter(TurnBatch::points);
    }
  }

  /** Pictures encoded together, likewise. */
  private final class Images {
    private final List<Optional<EncodedImage>> all = new ArrayList<>();
    private final Packed patches = new Packed(dimension);
    private final Packed globals = new Packed(dimension);

    Images() throws ModelException {
      List<EncodedImage> some =
          encoder
              .orElseThrow()
              .encodePictures(pictures.stream().flatMap(Optional::stream).toList());
      int next = 0;
      for (Optional<DecodedPicture> picture : pictures) {
        all.add(picture.isPresent() ? Optional.of(some.get(next++)) : Optional.empty());
        Optional<EncodedImage> last = all.get(all.size() - 1);
        patches.add(last.map(EncodedImage::patches).orElse(Packed.NOTHING));
        globals.add(last.map(EncodedImage::global).orElse(new float[dimension]));
      }
    }

    Optional<float[]> global(int place) {
      return all.get(place).map(EncodedImage::global).filter(TurnBatch::points);
    }
  }

  /** Whether a row has a direction; an encoder gives zeros for what says nothing to it. */
  private static boolean points(float[] row) {
    for (float number : row) {
      if (number != 0) {
        return true;
      }
    }
    return false;
  }

  /** The cosines of a turn's global rows with those around it, all in one call of the kernel. */
  private final class Cosines {
    private record Place(int turn, Feature feature) {}

    private final Packed left = new Packed(dimension);
    private final Packed right = new Packed(dimension);
    private final List<Place> places = new ArrayList<>();

    Cosines(Texts topics, Texts questions, Texts answers, Images images) {
      for (int d = 0; d < dialogues.size(); d++) {
        Dialogue dialogue = dialogues.get(d);
        for (int turn = dialogue.first(); turn < dialogue.first() + dialogue.turns(); turn++) {
          Optional<float[]> answer = answers.global(turn);
          Optional<float[]> image = images.global(turn);
          add(turn, Feature.QUESTION_ANSWER, questions.global(turn), answer);
          add(turn, Feature.QUESTION_IMAGE, questions.global(turn), image);
          add(turn, Feature.TOPIC_ANSWER, topics.global(d), answer);
          add(turn, Feature.TOPIC_IMAGE, topics.global(d), image);
          for (int earlier = dialogue.first(); earlier < turn; earlier++) {
            add(turn, Feature.EARLIER_ANSWER, answers.global(earlier), answer);
            add(turn, Feature.EARLIER_IMAGE, images.global(earlier), image);
          }
        }
      }
    }

    private void add(int turn, Feature feature, Optional<float[]> a, Optional<float[]> b) {
      if (a.isPresent() && b.isPresent()) {
        left.add(a.get());
        right.add(b.get());
        places.add(new Place(turn, feature));
      }
    }

    /** Of several earlier turns the most alike counts. */
    void put(List<Map<Feature, Double>> features) {
      float[] cosines = kernels.cosine(left.rows(), right.rows());
      for (int i = 0; i < cosines.length; i++) {
        Place place = places.get(i);
        features.get(place.turn()).merge(place.feature(), (double) cosines[i], Math::max);
      }
    }
  }

  /** Rows of one after the other, with where each one's end. */
  private static final class Packed {
    static final float[] NOTHING = {};

    private final int dimension;
    private final List<Integer> ends = new ArrayList<>(List.of(0));
    private float[] values = new float[1024];
    private int size;

    Packed(int dimension) {
      this.dimension = dimension;
    }

    void add(float[] more) {
      if (size + more.length > values.length) {
        values = Arrays.copyOf(values, Math.max(2 * values.length, size + more.length));
      }
      System.arraycopy(more, 0, values, size, more.length);
      size += more.length;
      ends.add(size / dimension);
    }

    float[] toArray() {
      return Arrays.copyOf(values, size);
    }

    Rows rows() {
      return Rows.of(dimension, toArray());
    }

    RaggedRows oneEach() {
      return RaggedRows.oneEach(rows());
    }

    RaggedRows ragged() {
      return new RaggedRows(rows(), ends.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
