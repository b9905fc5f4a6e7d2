package io.seir.score;

import io.seir.dialogue.Turn;
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
import java.util.List;

/** Encoded turns, gathered for one call of the kernels; what comes of a turn is the same in any. */
final class TurnBatch {
  private final TextImageEncoder encoder;
  private final Kernels kernels;
  private final Texts answers = new Texts();
  private final Texts captions = new Texts();
  private final Floats patches = new Floats();
  private final Floats images = new Floats();
  private final List<Integer> patchEnds = new ArrayList<>(List.of(0));
  private final List<ImageQuality> qualities = new ArrayList<>();

  TurnBatch(TextImageEncoder encoder, Kernels kernels) {
    this.encoder = encoder;
    this.kernels = kernels;
  }

  int size() {
    return qualities.size();
  }

  /** Encodes a turn; its place in the batch is the order of adding. */
  void add(Turn turn, Picture picture) throws ModelException {
    answers.add(encoder.encode(turn.answer()));
    captions.add(encoder.encode(turn.caption()));
    EncodedImage image = encoder.encode(picture);
    patches.add(image.patches());
    patchEnds.add(patches.size / encoder.dimension());
    images.add(image.global());
    BufferedImage pixels = PictureReader.decode(picture);
    int width = pixels.getWidth();
    int height = pixels.getHeight();
    int[] rgb = pixels.getRGB(0, 0, width, height, null, 0, width);
    qualities.add(ImageQuality.of(kernels.imageSums(new RgbImage(width, height, rgb))));
  }

  /** The features of all turns in order. */
  List<TurnFeatures> features() {
    if (qualities.isEmpty()) {
      return List.of();
    }
    List<SynergyFeatures> synergy =
        kernels.synergy(
            new SynergyBatch(
                answers.tokens(),
                answers.weights.toArray(),
                answers.globals(),
                captions.tokens(),
                captions.weights.toArray(),
                captions.globals(),
                ragged(patches, patchEnds),
                RaggedRows.oneEach(Rows.of(encoder.dimension(), images.toArray()))));
    List<TurnFeatures> features = new ArrayList<>();
    for (int turn = 0; turn < size(); turn++) {
      features.add(TurnFeatures.of(synergy.get(turn), qualities.get(turn)));
    }
    return features;
  }

  private RaggedRows ragged(Floats rows, List<Integer> ends) {
    return new RaggedRows(
        Rows.of(encoder.dimension(), rows.toArray()),
        ends.stream().mapToInt(Integer::intValue).toArray());
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
      return RaggedRows.oneEach(Rows.of(encoder.dimension(), globals.toArray()));
    }
  }

  private static final class Floats {
    private float[] values = new float[1024];
    private int size;

    void add(float[] more) {
      if (size + more.length > values.length) {
        values = java.util.Arrays.copyOf(values, Math.max(2 * values.length, size + more.length));
      }
      System.arraycopy(more, 0, values, size, more.length);
      size += more.length;
    }

    float[] toArray() {
      return java.util.Arrays.copyOf(values, size);
    }
  }
}
