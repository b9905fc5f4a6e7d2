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
import io.seir.model.DecodedPicture;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ModelException;
import io.seir.model.TextImageEncoder;
import io.seir.sample.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
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
 * else the global row stands for the only token or patch. A batch is always as many texts or
 * pictures, so that numbers do not depend on what else is encoded. Thread-safe.
 */
final class OnnxEncoder implements TextImageEncoder {
  private static final int MAX_TOKENS = 512;
  private static final List<String> TEXT_GLOBAL =
      List.of("text_embeds", "sentence_embedding", "pooler_output");
  private static final List<String> IMAGE_GLOBAL = List.of("image_embeds", "pooler_output");

  private final OrtEnvironment environment = OnnxLibrary.environment();
  private final OrtSession text;
  private final OrtSession vision;
  private final HuggingFaceTokenizer tokenizer;
  private final Preprocessing preprocessing;
  private final int fixedTokens;
  private final int batch;
  private final int dimension;

  private OnnxEncoder(EncoderFolder files, boolean cuda, int threads, int batch)
      throws OrtException, IOException {
    this.batch = batch;
    this.preprocessing = Preprocessing.read(files.preprocessor());
    this.text = OnnxLibrary.session(files.text().toString(), cuda, threads);
    this.vision =
        files.vision().equals(files.text())
            ? text
            : OnnxLibrary.session(files.vision().toString(), cuda, threads);
    require(text, "input_ids", "the text graph");
    require(vision, "pixel_values", "the vision graph");
    this.fixedTokens = fixedTokens(files.mostTokens(), files.padded());
    Map<String, String> options = new HashMap<>();
    options.put("truncation", "true");
    options.put("withOverflowingTokens", "true");
    int most = files.mostTokens() > 0 ? files.mostTokens() : MAX_TOKENS;
    options.put("maxLength", Integer.toString(fixedTokens > 0 ? fixedTokens : most));
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
  static OnnxEncoder open(String folder, boolean cuda, int threads, int batch) {
    try {
      return new OnnxEncoder(EncoderFolder.of(folder), cuda, threads, batch);
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "the encoder in " + folder + " does not load: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the encoder in " + folder + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the encoder in " + folder + " cannot be read", e);
    }
  }

  private static void require(OrtSession session, String input, String graph) throws OrtException {
    if (!session.getInputInfo().containsKey(input)) {
      throw new IllegalArgumentException(
          graph + " has no input '" + input + "' but " + session.getInputInfo().keySet());
    }
  }

  /**
   * The length that all texts are given; 0 for their own. The graph's if it is fixed; else the
   * tokenizer's where several texts go together, the model was trained so, or the graph, without a
   * mask, was made for it.
   */
  private int fixedTokens(int most, boolean padded) throws OrtException {
    NodeInfo ids = text.getInputInfo().get("input_ids");
    long length =
        ids != null && ids.getInfo() instanceof TensorInfo info && info.getShape().length == 2
            ? info.getShape()[1]
            : -1;
    if (length > 0) {
      return (int) length;
    }
    if (batch > 1 && most == 0) {
      throw new IllegalArgumentException(
          "batch needs a longest text: tokenizer_config.json has no model_max_length");
    }
    return padded || batch > 1 || !text.getInputInfo().containsKey("attention_mask") ? most : 0;
  }

  /** Encodes something of both kinds; what comes of it must fit together. */
  private int tried() throws OrtException {
    int texts = texts(List.of(tokenizer.encode("a"))).get(0).global().length;
    int pictures = pictures(List.of(black())).get(0).global().length;
    if (texts != pictures) {
      throw new IllegalArgumentException(
          "texts have rows of " + texts + ", pictures of " + pictures);
    }
    return texts;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public EncodedText encode(String said) {
    return encodeTexts(List.of(said)).get(0);
  }

  @Override
  public EncodedImage encode(Picture picture) throws ModelException {
    return encodePictures(List.of(DecodedPicture.of(picture))).get(0);
  }

  /** A text that is longer than the encoder's window is encoded in pieces, never cut. */
  @Override
  public List<EncodedText> encodeTexts(List<String> said) {
    try {
      List<Encoding> pieces = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      for (String one : said) {
        Encoding first = tokenizer.encode(one);
        pieces.add(first);
        pieces.addAll(Arrays.asList(first.getOverflowing()));
        ends.add(pieces.size());
      }
      List<EncodedText> encoded = new ArrayList<>();
      for (int from = 0; from < pieces.size(); from += batch) {
        encoded.addAll(texts(pieces.subList(from, Math.min(pieces.size(), from + batch))));
      }
      List<EncodedText> whole = new ArrayList<>();
      int from = 0;
      for (int end : ends) {
        whole.add(joined(pieces.subList(from, end), encoded.subList(from, end)));
        from = end;
      }
      return whole;
    } catch (OrtException e) {
      throw new IllegalStateException("the text encoder failed", e);
    }
  }

  /** The tokens of all pieces; their global rows by how many tokens each piece has. */
  private static EncodedText joined(List<Encoding> pieces, List<EncodedText> encoded) {
    if (encoded.size() == 1) {
      return encoded.get(0);
    }
    int dimension = encoded.get(0).global().length;
    int rows = encoded.stream().mapToInt(piece -> piece.weights().length).sum();
    float[] tokens = new float[rows * dimension];
    float[] weights = new float[rows];
    float[] global = new float[dimension];
    int at = 0;
    for (int p = 0; p < encoded.size(); p++) {
      EncodedText piece = encoded.get(p);
      System.arraycopy(piece.tokens(), 0, tokens, at * dimension, piece.tokens().length);
      System.arraycopy(piece.weights(), 0, weights, at, piece.weights().length);
      at += piece.weights().length;
      long content = content(pieces.get(p));
      for (int i = 0; i < dimension; i++) {
        global[i] += content * piece.global()[i];
      }
    }
    return new EncodedText(tokens, weights, unit(global));
  }

  /** Tokens that are neither special nor padding. */
  private static long content(Encoding piece) {
    long count = 0;
    for (int t = 0; t < piece.getIds().length; t++) {
      count += piece.getSpecialTokenMask()[t] == 0 && piece.getAttentionMask()[t] == 1 ? 1 : 0;
    }
    return count;
  }

  @Override
  public List<EncodedImage> encodePictures(List<DecodedPicture> shown) {
    try {
      List<EncodedImage> encoded = new ArrayList<>();
      for (int from = 0; from < shown.size(); from += batch) {
        encoded.addAll(
            pictures(
                shown.subList(from, Math.min(shown.size(), from + batch)).stream()
                    .map(picture -> preprocessing.apply(picture.pixels()))
                    .toList()));
      }
      return encoded;
    } catch (OrtException e) {
      throw new IllegalStateException("the image encoder failed", e);
    }
  }

  /** At most a batch of texts, or pieces of texts. */
  private List<EncodedText> texts(List<Encoding> tokens) throws OrtException {
    int length = tokens.get(0).getIds().length; // of all: more than one are padded
    LongBuffer ids = LongBuffer.allocate(batch * length);
    LongBuffer mask = LongBuffer.allocate(batch * length);
    for (int i = 0; i < batch; i++) {
      Encoding one = tokens.get(Math.min(i, tokens.size() - 1));
      ids.put(one.getIds());
      mask.put(one.getAttentionMask());
    }
    long[] shape = {batch, length};
    try (Inputs inputs = new Inputs()) {
      inputs.put("input_ids", OnnxTensor.createTensor(environment, ids.flip(), shape));
      Set<String> wanted = text.getInputInfo().keySet();
      if (wanted.contains("attention_mask")) {
        inputs.put("attention_mask", OnnxTensor.createTensor(environment, mask.flip(), shape));
      }
      if (wanted.contains("pixel_values")) {
        inputs.put("pixel_values", tensor(List.of(black())));
      }
      try (OrtSession.Result result = text.run(inputs.named)) {
        float[][] globals = globals(result, TEXT_GLOBAL, "text");
        Optional<float[][][]> all = cube(result, "token_embeds", globals[0].length, "tokens");
        List<EncodedText> encoded = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
          float[] global = unit(globals[i]);
          encoded.add(
              all.isPresent()
                  ? rows(all.get()[i], tokens.get(i), global)
                  : new EncodedText(global, new float[] {1}, global));
        }
        return encoded;
      }
    }
  }

  /** Token rows without special tokens and padding; each counts the same. */
  private static EncodedText rows(float[][] all, Encoding tokens, float[] global) {
    long[] special = tokens.getSpecialTokenMask();
    long[] attended = tokens.getAttentionMask();
    float[] rows = new float[special.length * global.length];
    int kept = 0;
    for (int t = 0; t < special.length && t < all.length; t++) {
      if (special[t] == 0 && attended[t] == 1) {
        System.arraycopy(unit(all[t]), 0, rows, kept++ * global.length, global.length);
      }
    }
    float[] weights = new float[kept];
    Arrays.fill(weights, 1);
    return new EncodedText(Arrays.copyOf(rows, kept * global.length), weights, global);
  }

  /** At most a batch of pictures. */
  private List<EncodedImage> pictures(List<Preprocessing.Pixels> pixels) throws OrtException {
    try (Inputs inputs = new Inputs()) {
      inputs.put("pixel_values", tensor(pixels));
      Set<String> wanted = vision.getInputInfo().keySet();
      if (wanted.contains("input_ids")) {
        int length = Math.max(1, fixedTokens);
        long[] shape = {batch, length};
        long[] ones = new long[batch * length];
        Arrays.fill(ones, 1);
        inputs.put(
            "input_ids",
            OnnxTensor.createTensor(environment, LongBuffer.allocate(batch * length), shape));
        if (wanted.contains("attention_mask")) {
          inputs.put(
              "attention_mask", OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape));
        }
      }
      try (OrtSession.Result result = vision.run(inputs.named)) {
        float[][] globals = globals(result, IMAGE_GLOBAL, "image");
        Optional<float[][][]> all = cube(result, "patch_embeds", globals[0].length, "patches");
        List<EncodedImage> encoded = new ArrayList<>();
        for (int i = 0; i < pixels.size(); i++) {
          float[] global = unit(globals[i]);
          encoded.add(new EncodedImage(all.isPresent() ? unitRows(all.get()[i]) : global, global));
        }
        return encoded;
      }
    }
  }

  private static float[] unitRows(float[][] all) {
    int dimension = all[0].length;
    float[] rows = new float[all.length * dimension];
    for (int p = 0; p < all.length; p++) {
      System.arraycopy(unit(all[p]), 0, rows, p * dimension, dimension);
    }
    return rows;
  }

  /** A batch of pictures, the last of them again and again until it is full. */
  private OnnxTensor tensor(List<Preprocessing.Pixels> pixels) throws OrtException {
    Preprocessing.Pixels first = pixels.get(0);
    FloatBuffer numbers = FloatBuffer.allocate(batch * first.numbers().length);
    for (int i = 0; i < batch; i++) {
      Preprocessing.Pixels one = pixels.get(Math.min(i, pixels.size() - 1));
      if (one.width() != first.width() || one.height() != first.height()) {
        throw new IllegalArgumentException(
            "pictures of several sizes do not go in one batch; let preprocessor_config.json crop");
      }
      numbers.put(one.numbers());
    }
    return OnnxTensor.createTensor(
        environment, numbers.flip(), new long[] {batch, 3, first.height(), first.width()});
  }

  /** A black picture, to try the graph, and where a joint graph wants one for a text. */
  private Preprocessing.Pixels black() {
    return preprocessing.apply(
        new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB));
  }

  private float[][] globals(OrtSession.Result result, List<String> names, String what)
      throws OrtException {
    for (String name : names) {
      Optional<OnnxValue> value = result.get(name);
      if (value.isPresent()
          && value.get().getValue() instanceof float[][] rows
          && rows.length == batch) {
        return rows;
      }
    }
    throw new IllegalArgumentException(
        "the graph gives no row of the whole "
            + what
            + " under any of "
            + names
            + " for a batch of "
            + batch);
  }

  private Optional<float[][][]> cube(
      OrtSession.Result result, String name, int dimension, String what) throws OrtException {
    Optional<OnnxValue> value = result.get(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!(value.get().getValue() instanceof float[][][] rows)
        || rows.length != batch
        || rows[0].length == 0
        || rows[0][0].length != dimension) {
      throw new IllegalArgumentException(
          name + " are not " + batch + " × " + what + " × " + dimension + " as the whole's rows");
    }
    return Optional.of(rows);
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
