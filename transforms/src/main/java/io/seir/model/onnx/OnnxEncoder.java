package io.seir.model.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ModelException;
import io.seir.model.Picture;
import io.seir.model.PictureReader;
import io.seir.model.TextImageEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An exported dual encoder on ONNX Runtime. Global rows come from the outputs {@code text_embeds}
 * and {@code image_embeds} (or {@code pooler_output}); token and patch rows from {@code
 * token_embeds} and {@code patch_embeds}, if the export has them in the space of the global rows;
 * else the global row stands for the only token or patch. One text or picture a call, so that
 * numbers do not depend on what else is encoded. Thread-safe.
 */
final class OnnxEncoder implements TextImageEncoder {
  private static final int MOST_TOKENS = 512;
  private static final List<String> TEXT_GLOBAL =
      List.of("text_embeds", "sentence_embedding", "pooler_output");
  private static final List<String> IMAGE_GLOBAL = List.of("image_embeds", "pooler_output");

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession text;
  private final OrtSession vision;
  private final HuggingFaceTokenizer tokenizer;
  private final Preprocessing preprocessing;
  private final int fixedTokens;
  private final int dimension;

  private OnnxEncoder(EncoderFolder files, boolean cuda, int threads)
      throws OrtException, IOException {
    this.preprocessing = Preprocessing.read(files.preprocessor());
    this.text = session(files.text().toString(), cuda, threads);
    this.vision =
        files.vision().equals(files.text())
            ? text
            : session(files.vision().toString(), cuda, threads);
    require(text, "input_ids", "the text graph");
    require(vision, "pixel_values", "the vision graph");
    this.fixedTokens = fixedTokens();
    Map<String, String> options = new HashMap<>();
    options.put("truncation", "true");
    options.put("maxLength", Integer.toString(fixedTokens > 0 ? fixedTokens : MOST_TOKENS));
    options.put("padding", fixedTokens > 0 ? "MAX_LENGTH" : "false");
    this.tokenizer = HuggingFaceTokenizer.newInstance(files.tokenizer(), options);
    this.dimension = tried();
  }

  /**
   * Opens an encoder and encodes a text and a picture with it.
   *
   * @throws IllegalArgumentException if files are missing or do not fit together; the message says
   *     what is wrong
   */
  static OnnxEncoder open(String folder, boolean cuda, int threads) {
    try {
      return new OnnxEncoder(EncoderFolder.of(folder), cuda, threads);
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "the encoder in " + folder + " does not load: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the encoder in " + folder + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the encoder in " + folder + " cannot be read", e);
    }
  }

  private OrtSession session(String file, boolean cuda, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      if (cuda) {
        try {
          options.addCUDA(0);
        } catch (OrtException e) {
          throw new IllegalArgumentException(
              "device cuda needs a build with -Ponnx-gpu and a GPU: " + e.getMessage(), e);
        }
      }
      return environment.createSession(file, options);
    }
  }

  private static void require(OrtSession session, String input, String graph) throws OrtException {
    if (!session.getInputInfo().containsKey(input)) {
      throw new IllegalArgumentException(
          graph + " has no input '" + input + "' but " + session.getInputInfo().keySet());
    }
  }

  /** The length that the graph wants of every text; 0 if it takes any. */
  private int fixedTokens() throws OrtException {
    NodeInfo ids = text.getInputInfo().get("input_ids");
    long length =
        ids != null && ids.getInfo() instanceof TensorInfo info && info.getShape().length == 2
            ? info.getShape()[1]
            : -1;
    return length > 0 ? (int) length : 0;
  }

  /** Encodes something of both kinds; what comes of it must fit together. */
  private int tried() throws OrtException {
    EncodedText one = texts("a");
    Preprocessing.Pixels pixels =
        preprocessing.apply(
            new java.awt.image.BufferedImage(64, 48, java.awt.image.BufferedImage.TYPE_INT_RGB));
    EncodedImage other = pictures(pixels);
    if (one.global().length != other.global().length) {
      throw new IllegalArgumentException(
          "texts have rows of " + one.global().length + ", pictures of " + other.global().length);
    }
    return one.global().length;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public EncodedText encode(String said) {
    try {
      return texts(said);
    } catch (OrtException e) {
      throw new IllegalStateException("the text encoder failed", e);
    }
  }

  @Override
  public EncodedImage encode(Picture picture) throws ModelException {
    Preprocessing.Pixels pixels = preprocessing.apply(PictureReader.decode(picture));
    try {
      return pictures(pixels);
    } catch (OrtException e) {
      throw new IllegalStateException("the image encoder failed", e);
    }
  }

  private EncodedText texts(String said) throws OrtException {
    Encoding tokens = tokenizer.encode(said);
    long[] ids = tokens.getIds();
    long[] shape = {1, ids.length};
    try (Inputs inputs = new Inputs()) {
      inputs.put("input_ids", OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape));
      Set<String> wanted = text.getInputInfo().keySet();
      if (wanted.contains("attention_mask")) {
        inputs.put(
            "attention_mask",
            OnnxTensor.createTensor(
                environment, LongBuffer.wrap(tokens.getAttentionMask()), shape));
      }
      if (wanted.contains("pixel_values")) {
        inputs.put("pixel_values", blank());
      }
      try (OrtSession.Result result = text.run(inputs.named)) {
        float[] global = unit(global(result, TEXT_GLOBAL, "text"));
        return rows(result, tokens, global);
      }
    }
  }

  /** Token rows without special tokens and padding; each counts the same. */
  private static EncodedText rows(OrtSession.Result result, Encoding tokens, float[] global)
      throws OrtException {
    Optional<float[][]> all = matrix(result, "token_embeds", global.length, "tokens");
    if (all.isEmpty()) {
      return new EncodedText(global, new float[] {1}, global);
    }
    long[] special = tokens.getSpecialTokenMask();
    long[] attended = tokens.getAttentionMask();
    float[] rows = new float[special.length * global.length];
    int kept = 0;
    for (int t = 0; t < special.length && t < all.get().length; t++) {
      if (special[t] == 0 && attended[t] == 1) {
        System.arraycopy(unit(all.get()[t]), 0, rows, kept++ * global.length, global.length);
      }
    }
    float[] weights = new float[kept];
    Arrays.fill(weights, 1);
    return new EncodedText(Arrays.copyOf(rows, kept * global.length), weights, global);
  }

  private EncodedImage pictures(Preprocessing.Pixels pixels) throws OrtException {
    try (Inputs inputs = new Inputs()) {
      inputs.put(
          "pixel_values",
          OnnxTensor.createTensor(
              environment,
              FloatBuffer.wrap(pixels.numbers()),
              new long[] {1, 3, pixels.height(), pixels.width()}));
      Set<String> wanted = vision.getInputInfo().keySet();
      if (wanted.contains("input_ids")) {
        int n = Math.max(1, fixedTokens);
        long[] shape = {1, n};
        inputs.put(
            "input_ids", OnnxTensor.createTensor(environment, LongBuffer.allocate(n), shape));
        if (wanted.contains("attention_mask")) {
          long[] ones = new long[n];
          Arrays.fill(ones, 1);
          inputs.put(
              "attention_mask", OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape));
        }
      }
      try (OrtSession.Result result = vision.run(inputs.named)) {
        float[] global = unit(global(result, IMAGE_GLOBAL, "image"));
        Optional<float[][]> all = matrix(result, "patch_embeds", global.length, "patches");
        if (all.isEmpty()) {
          return new EncodedImage(global, global);
        }
        float[] rows = new float[all.get().length * global.length];
        for (int p = 0; p < all.get().length; p++) {
          System.arraycopy(unit(all.get()[p]), 0, rows, p * global.length, global.length);
        }
        return new EncodedImage(rows, global);
      }
    }
  }

  /** A black picture, where a joint graph wants one for a text. */
  private OnnxTensor blank() throws OrtException {
    Preprocessing.Pixels black =
        preprocessing.apply(
            new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB));
    return OnnxTensor.createTensor(
        environment,
        FloatBuffer.wrap(black.numbers()),
        new long[] {1, 3, black.height(), black.width()});
  }

  private static float[] global(OrtSession.Result result, List<String> names, String what)
      throws OrtException {
    for (String name : names) {
      Optional<OnnxValue> value = result.get(name);
      if (value.isPresent()
          && value.get().getValue() instanceof float[][] rows
          && rows.length == 1) {
        return rows[0];
      }
    }
    throw new IllegalArgumentException(
        "the graph gives no row of the whole " + what + " under any of " + names);
  }

  private static Optional<float[][]> matrix(
      OrtSession.Result result, String name, int dimension, String what) throws OrtException {
    Optional<OnnxValue> value = result.get(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!(value.get().getValue() instanceof float[][][] rows)
        || rows.length != 1
        || rows[0].length == 0
        || rows[0][0].length != dimension) {
      throw new IllegalArgumentException(
          name + " are not 1 × " + what + " × " + dimension + " as the whole's row has");
    }
    return Optional.of(rows[0]);
  }

  private static float[] unit(float[] row) {
    double squares = 0;
    for (float number : row) {
      squares += (double) number * number;
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[row.length];
    for (int i = 0; i < row.length && length > 0; i++) {
      unit[i] = (float) (row[i] / length);
    }
    return unit;
  }

  /** Tensors that are closed together. */
  private static final class Inputs implements AutoCloseable {
    private final Map<String, OnnxTensor> named = new HashMap<>();

    void put(String name, OnnxTensor tensor) {
      named.put(name, tensor);
    }

    @Override
    public void close() {
      named.values().forEach(OnnxTensor::close);
    }
  }
}
