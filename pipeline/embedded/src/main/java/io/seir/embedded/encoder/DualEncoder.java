package io.seir.embedded.encoder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.seir.embedded.cache.Remembered;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.SentenceEncoder;
import io.seir.model.DecodedPicture;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.model.PreparedPicture;
import io.seir.model.TextImageEncoder;
import io.seir.model.onnx.OnnxLibrary;
import io.seir.sample.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the two encoders trained by this project, run by ONNX Runtime on one thread, so that its
 * numbers do not depend on the load. Text tokens are the drawable things a text mentions and the
 * words of its setting; the rest of the text carries no weight. Thread-safe; remembers the last
 * pictures and phrases.
 */
public final class DualEncoder implements TextImageEncoder {
  /** Length of a row. */
  public static final int DIMENSION = 64;

  private static final long PICTURE_BYTES = 4L << 20;
  private static final long PHRASE_BYTES = 8L << 20;
  private static final float SETTING_WEIGHT = 0.5f;

  private final OrtEnvironment environment = OnnxLibrary.environment();
  private final OrtSession image;
  private final OrtSession text;
  private final Remembered<String, float[]> phrases =
      Remembered.atMost(PHRASE_BYTES, (text, row) -> Remembered.bytes(text) + 4L * row.length);
  private final Remembered<String, EncodedImage> pictures =
      Remembered.atMost(
          PICTURE_BYTES,
          (hash, rows) ->
              Remembered.bytes(hash) + 4L * (rows.patches().length + rows.global().length));

  private DualEncoder(byte[] image, byte[] text) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      this.image = environment.createSession(image, options);
      this.text = environment.createSession(text, options);
    } catch (OrtException e) {
      throw new IllegalStateException("an embedded encoder does not load", e);
    }
  }

  /** The encoder of the critic and the round scorer. */
  public static DualEncoder critic() {
    return Critic.SHARED;
  }

  /** The judge's own: other seed, width and mix of pictures. */
  public static DualEncoder judge() {
    return Judge.SHARED;
  }

  private static final class Critic {
    static final DualEncoder SHARED = shipped("critic");
  }

  private static final class Judge {
    static final DualEncoder SHARED = shipped("judge");
  }

  private static DualEncoder shipped(String name) {
    return new DualEncoder(bytes(name + "-image.onnx"), bytes(name + "-text.onnx"));
  }

  /** An encoder of two ONNX graphs as the training exports them. */
  public static DualEncoder of(byte[] image, byte[] text) {
    return new DualEncoder(image, text);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = DualEncoder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the encoder " + name + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  /** The row of one phrase, unit length. */
  public float[] phrase(String phrase) {
    float[] known = phrases.get(phrase);
    if (known == null) {
      known =
          run(
              text,
              "sentence",
              SentenceEncoder.shared().encode(phrase),
              1,
              SentenceEncoder.DIMENSION);
      phrases.put(phrase, known);
    }
    return known;
  }

  @Override
  public EncodedText encode(String words) {
    Depiction depiction = DepictionReader.shared().read(words);
    List<float[]> rows = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    depiction
        .things()
        .forEach(
            thing -> {
              rows.add(phrase(thing.visiblePhrase()));
              weights.add(1f);
            });
    for (VisibleClass setting : VisibleClass.settings(depiction)) {
      rows.add(phrase(setting.phrases().get(0)));
      weights.add(SETTING_WEIGHT);
    }
    float[] tokens = new float[rows.size() * DIMENSION];
    float[] weight = new float[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, tokens, i * DIMENSION, DIMENSION);
      weight[i] = weights.get(i);
    }
    return new EncodedText(tokens, weight, mean(tokens, weight));
  }

  @Override
  public EncodedImage encode(Picture picture) throws ModelException {
    EncodedImage known = pictures.get(picture.sha256());
    if (known == null) {
      known = encode(PictureReader.decode(picture));
      pictures.put(picture.sha256(), known);
    }
    return known;
  }

  /** The numbers of the graph; none for a picture that is remembered. */
  @Override
  public PreparedPicture prepare(DecodedPicture picture) {
    boolean known = picture.picture().madeSha256().map(pictures::get).isPresent();
    return new PreparedPicture(
        picture.picture(),
        PictureInput.SIDE,
        PictureInput.SIDE,
        known ? new float[0] : PictureInput.of(picture.pixels()));
  }

  @Override
  public List<EncodedImage> encodePrepared(List<PreparedPicture> prepared) throws ModelException {
    List<EncodedImage> encoded = new ArrayList<>();
    for (PreparedPicture one : prepared) {
      Optional<String> hash = one.picture().madeSha256();
      EncodedImage known = hash.map(pictures::get).orElse(null);
      if (known == null && one.numbers().length > 0) {
        known = encoded(one.numbers());
        if (hash.isPresent()) {
          pictures.put(hash.get(), known);
        }
      }
      encoded.add(known == null ? encode(one.picture()) : known); // it was forgotten meanwhile
    }
    return encoded;
  }

  /** A decoded picture. */
  public EncodedImage encode(BufferedImage picture) {
    return encoded(PictureInput.of(picture));
  }

  private EncodedImage encoded(float[] pixels) {
    float[] patches = run(image, "pixels", pixels, 1, 3, PictureInput.SIDE, PictureInput.SIDE);
    float[] even = new float[PictureInput.PATCHES];
    Arrays.fill(even, 1);
    return new EncodedImage(patches, mean(patches, even));
  }

  /** The cosine of a phrase with every patch, row by row. */
  public float[] cosines(String phrase, EncodedImage picture) {
    float[] row = phrase(phrase);
    float[] out = new float[picture.patches().length / DIMENSION];
    for (int p = 0; p < out.length; p++) {
      float dot = 0;
      for (int d = 0; d < DIMENSION; d++) {
        dot += row[d] * picture.patches()[p * DIMENSION + d];
      }
      out[p] = dot;
    }
    return out;
  }

  /** The cosine of a phrase with the patch that fits it best: how surely the picture shows it. */
  public double best(String phrase, EncodedImage picture) {
    float best = -1;
    for (float cosine : cosines(phrase, picture)) {
      best = Math.max(best, cosine);
    }
    return best;
  }

  private float[] run(OrtSession session, String input, float[] values, long... shape) {
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[out.remaining()];
      out.get(copy);
      return copy;
    } catch (OrtException e) {
      throw new IllegalStateException("an embedded encoder fails", e);
    }
  }

  /** The weighted mean row, of unit length; zeros if there is nothing to take the mean of. */
  private static float[] mean(float[] rows, float[] weights) {
    float[] mean = new float[DIMENSION];
    for (int i = 0; i < weights.length; i++) {
      for (int d = 0; d < DIMENSION; d++) {
        mean[d] += weights[i] * rows[i * DIMENSION + d];
      }
    }
    double length = 0;
    for (float value : mean) {
      length += (double) value * value;
    }
    if (length > 0) {
      for (int d = 0; d < DIMENSION; d++) {
        mean[d] /= (float) Math.sqrt(length);
      }
    }
    return mean;
  }
}
