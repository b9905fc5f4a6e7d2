package io.seir.features;

import io.seir.kernels.ImageQuality;
import io.seir.kernels.Kernels;
import io.seir.kernels.RaggedRows;
import io.seir.kernels.SynergyBatch;
import io.seir.kernels.SynergyFeatures;
import io.seir.model.ModelException;
import io.seir.model.TextImageEncoder;
import io.seir.sample.Feature;
import io.seir.sample.Features;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Turns gathered for few calls of encoder and kernels. What is found of a turn is the same in any
 * batch. The kernels are given no rows for what a turn lacks, and its features are left out.
 *
 * <p>Pictures are decoded by others while this one encodes those before them; rows are fp16 from
 * the encoder's output on, packed once. Not thread-safe.
 */
final class TurnBatch {
  private static final int MAX_TURNS = 512;

  /** Of patches. Rows lie outside the heap, where Flink gives a worker little. */
  private static final int MAX_BYTES = 16 << 20;

  /** Pictures that are decoded ahead, so that many threads have work. */
  private static final int AHEAD = 2 * Runtime.getRuntime().availableProcessors();

  private final Optional<TextImageEncoder> encoder;
  private final int dimension;
  private final Kernels kernels;
  private final List<Turn> turns = new ArrayList<>();
  private final List<Dialogue> dialogues = new ArrayList<>();
  private final TextRows topics;
  private final TextRows questions;
  private final TextRows answers;
  private final TextRows captions;
  private final ImageRows images;

  private long textNanos;
  private long kernelNanos;

  /** Consecutive turns of one sample. */
  private record Dialogue(Optional<String> topic, int first, int turns) {}

  /**
   * What is found of a turn.
   *
   * @param fault why its picture cannot be had, if it names one that cannot
   * @param question its global row, if it says something
   * @param answer the answer's
   * @param image the picture's
   */
  record Extracted(
      Features features,
      Optional<String> fault,
      Optional<float[]> question,
      Optional<float[]> answer,
      Optional<float[]> image) {}

  /**
   * @param encoder absent if none is known to understand these pictures: then there are features of
   *     the pixels alone
   */
  TurnBatch(Optional<TextImageEncoder> encoder, Kernels kernels) {
    this.encoder = encoder;
    this.dimension = encoder.map(TextImageEncoder::dimension).orElse(1);
    this.kernels = kernels;
    this.topics = new TextRows(dimension);
    this.questions = new TextRows(dimension);
    this.answers = new TextRows(dimension);
    this.captions = new TextRows(dimension);
    this.images = new ImageRows(encoder, dimension);
  }

  /** Whether there is enough for one call: turns, or rows that are held in memory. */
  boolean isFull() {
    return size() >= MAX_TURNS || images.bytes() >= MAX_BYTES;
  }

  /** Turns. */
  int size() {
    return turns.size();
  }

  /**
   * Adds the turns of a sample; their places in the batch are in the order of adding. Waits for
   * pictures added earlier when too many of them are under way.
   *
   * @param shown one per turn
   */
  void add(Sample sample, List<Future<SeenPicture>> shown) {
    dialogues.add(
        new Dialogue(sample.topic().map(Topic::text), turns.size(), sample.turns().size()));
    turns.addAll(sample.turns());
    images.add(shown);
    images.advance(AHEAD);
  }

  /** Time that the encoder took. */
  long encodeNanos() {
    return textNanos + images.encodeNanos();
  }

  /** Time that the kernels took, with packing rows for them. */
  long kernelNanos() {
    return kernelNanos;
  }

  /** Time that pictures took to be read, decoded and prepared, of all threads. */
  long pictureNanos() {
    return images.pictureNanos();
  }

  /**
   * What is found of all turns, in order.
   *
   * @throws ModelException if the encoder cannot take one of them
   */
  List<Extracted> extract() throws ModelException {
    if (turns.isEmpty()) {
      return List.of();
    }
    images.finish();
    if (encoder.isPresent()) {
      long start = System.nanoTime();
      topics.encode(dialogues.stream().map(Dialogue::topic).toList(), encoder.get());
      questions.encode(turns.stream().map(Turn::question).toList(), encoder.get());
      answers.encode(turns.stream().map(Turn::answer).toList(), encoder.get());
      captions.encode(turns.stream().map(Turn::caption).toList(), encoder.get());
      textNanos = System.nanoTime() - start;
    }
    List<Map<Feature, Double>> features = new ArrayList<>();
    for (int turn = 0; turn < size(); turn++) {
      features.add(new EnumMap<>(Feature.class));
    }
    if (encoder.isPresent()) {
      long start = System.nanoTime();
      put(features);
      kernelNanos = System.nanoTime() - start;
    }
    putQualities(features);
    List<Extracted> extracted = new ArrayList<>();
    for (int turn = 0; turn < size(); turn++) {
      extracted.add(
          new Extracted(
              Features.of(features.get(turn)),
              images.seen(turn).fault(),
              questions.row(turn),
              answers.row(turn),
              images.row(turn)));
    }
    return extracted;
  }

  private void put(List<Map<Feature, Double>> features) {
    RaggedRows answerTokens = answers.tokens();
    RaggedRows answerGlobals = answers.globals();
    RaggedRows patches = images.patches();
    RaggedRows pictures = images.globals();
    List<List<SynergyFeatures>> both =
        kernels.synergy(
            List.of(
                new SynergyBatch(
                    answerTokens,
                    answers.weights(),
                    answerGlobals,
                    captions.tokens(),
                    captions.weights(),
                    captions.globals(),
                    patches,
                    pictures),
                new SynergyBatch(
                    questions.tokens(),
                    questions.weights(),
                    questions.globals(),
                    answerTokens,
                    answers.weights(),
                    answerGlobals,
                    patches,
                    pictures)));
    for (int turn = 0; turn < size(); turn++) {
      putAnswer(features.get(turn), both.get(0).get(turn), turn);
      putQuestion(features.get(turn), both.get(1).get(turn), turn);
    }
    new Cosines().put(features);
  }

  /** The synergy of answer and caption with the picture. */
  private void putAnswer(Map<Feature, Double> to, SynergyFeatures synergy, int turn) {
    boolean shown = images.row(turn).isPresent();
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
    if (answers.row(turn).isPresent() && shown) {
      to.put(Feature.ANSWER_IMAGE, synergy.answerImage());
    }
    if (captions.row(turn).isPresent() && shown) {
      to.put(Feature.CAPTION_IMAGE, synergy.captionImage());
    }
    if (turns.get(turn).answer().isPresent()) {
      to.put(Feature.ANSWER_TOKENS, (double) answers.tokens(turn));
    }
  }

  /** The synergy of the question, in the place of an answer, with the answer and the picture. */
  private void putQuestion(Map<Feature, Double> to, SynergyFeatures synergy, int turn) {
    if (questions.hasTokens(turn) && images.row(turn).isPresent()) {
      to.put(Feature.QUESTION_SHOWN, synergy.answerCoverage());
    }
    if (questions.hasTokens(turn) && answers.hasTokens(turn)) {
      to.put(Feature.QUESTION_ANSWERED, synergy.redundancy());
    }
  }

  private void putQualities(List<Map<Feature, Double>> features) {
    for (int turn = 0; turn < size(); turn++) {
      Map<Feature, Double> to = features.get(turn);
      images
          .seen(turn)
          .sums()
          .map(ImageQuality::of)
          .ifPresent(
              quality -> {
                to.put(Feature.SHARPNESS, quality.sharpness());
                to.put(Feature.NOISE, quality.noise());
                to.put(Feature.CONTRAST, quality.contrast());
                to.put(Feature.CLIPPED, quality.clipped());
                to.put(Feature.COLOURFULNESS, quality.colourfulness());
                to.put(Feature.BLOCKINESS, quality.blockiness());
              });
    }
  }

  /** The cosines of a turn's global rows with those around it, all in one call of the kernel. */
  private final class Cosines {
    private record Place(int turn, Feature feature) {}

    private final PackedRows left = new PackedRows(dimension);
    private final PackedRows right = new PackedRows(dimension);
    private final List<Place> places = new ArrayList<>();

    Cosines() {
      for (int d = 0; d < dialogues.size(); d++) {
        Dialogue dialogue = dialogues.get(d);
        for (int turn = dialogue.first(); turn < dialogue.first() + dialogue.turns(); turn++) {
          Optional<float[]> answer = answers.row(turn);
          Optional<float[]> image = images.row(turn);
          add(turn, Feature.QUESTION_ANSWER, questions.row(turn), answer);
          add(turn, Feature.QUESTION_IMAGE, questions.row(turn), image);
          add(turn, Feature.TOPIC_ANSWER, topics.row(d), answer);
          add(turn, Feature.TOPIC_IMAGE, topics.row(d), image);
          for (int earlier = dialogue.first(); earlier < turn; earlier++) {
            add(turn, Feature.EARLIER_ANSWER, answers.row(earlier), answer);
            add(turn, Feature.EARLIER_IMAGE, images.row(earlier), image);
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
      float[] cosines = kernels.cosine(left.ragged().rows(), right.ragged().rows());
      for (int i = 0; i < cosines.length; i++) {
        Place place = places.get(i);
        features.get(place.turn()).merge(place.feature(), (double) cosines[i], Math::max);
      }
    }
  }
}
