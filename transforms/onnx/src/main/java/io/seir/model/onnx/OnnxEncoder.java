package io.seir.model.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtException;
import io.seir.kernels.RgbImage;
import io.seir.model.DecodedPicture;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ModelException;
import io.seir.model.PreparedPicture;
import io.seir.model.TextImageEncoder;
import io.seir.sample.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An exported dual encoder on ONNX Runtime. Global rows come from the outputs {@code text_embeds}
 * and {@code image_embeds} (or {@code pooler_output}); token and patch rows from {@code
 * token_embeds} and {@code patch_embeds}, if the export has them in the space of the global rows;
 * else the global row stands for the only token or patch. Graphs may be of fp32 or fp16.
 *
 * <p>Lists are encoded in batches of one size, filled up with what is there, and texts are padded
 * to one of few lengths by their own length alone; so numbers do not depend on what else is
 * encoded. Something encoded by itself goes alone where the graph allows it, and may differ in the
 * last bits. Thread-safe.
 */
final class OnnxEncoder implements TextImageEncoder {
  private static final int MAX_TOKENS = 512;
  private static final int SHORTEST_BUCKET = 16;
  private static final int PROBE = 3;

  /** One of them is a word of any vocabulary, not what padding looks like. */
  private static final List<String> PROBES = List.of("a", "red", "1", "rot");

  private static final double ROUNDING = 1e-3; // of fp16 graphs, too
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String PIXELS = "pixel_values";
  private static final List<String> TEXT_GLOBAL =
      List.of("text_embeds", "sentence_embedding", "pooler_output");
  private static final List<String> IMAGE_GLOBAL = List.of("image_embeds", "pooler_output");

  private final Graph text;
  private final Graph vision;
  private final HuggingFaceTokenizer tokenizer;
  private final Preprocessing preprocessing;
  private final PreparedPicture black;
  private final long padding;
  private final int most;
  private final boolean ownLength;
  private final int fixedTokens;
  private final int batch;
  private final int alone;
  private final int dimension;

  private OnnxEncoder(EncoderFolder files, Device device, int threads, int wanted)
      throws OrtException, IOException {
    this.preprocessing = Preprocessing.read(files.preprocessor());
    this.black = black();
    this.text = Graph.open(files.text(), device, threads);
    this.vision =
        files.vision().equals(files.text()) ? text : Graph.open(files.vision(), device, threads);
    text.require(IDS, "the text graph");
    vision.require(PIXELS, "the vision graph");
    int length = text.axis(IDS, 1);
    int said = files.mostTokens();
    this.most = length > 0 ? length : said > 0 ? said : MAX_TOKENS;
    this.fixedTokens = length > 0 || files.padded() || said > 0 && !text.takes(MASK) ? most : 0;
    this.tokenizer = HuggingFaceTokenizer.newInstance(files.tokenizer(), options("false", most));
    this.padding = padding(files.tokenizer());
    int fixedBatch = Math.max(text.axis(IDS, 0), vision.axis(PIXELS, 0));
    this.alone = Math.max(1, fixedBatch);
    this.ownLength = fixedTokens == 0 && !(text.takes(MASK) && heedsTheMask());
    if (ownLength && wanted > 1) {
      throw new IllegalArgumentException(
          "batch needs texts of one length, but padding changes what this graph says of a text"
              + " (it takes no attention_mask, or does not heed it), and"
              + (said > 0
                  ? " the model was not trained with it"
                  : " tokenizer_config.json has no model_max_length"));
    }
    if (fixedBatch > 0 && wanted > 0 && wanted != fixedBatch) {
      throw new IllegalArgumentException(
          "batch is " + wanted + ", but the graph was exported for " + fixedBatch);
    }
    int suits = ownLength || !preprocessing.givesOneSize() ? 1 : text.batch();
    this.batch = fixedBatch > 0 ? fixedBatch : wanted > 0 ? wanted : suits;
    this.dimension = tried();
  }

  /** Whether a text says the same with padding and without. */
  private boolean heedsTheMask() throws OrtException {
    Piece one =
        PROBES.stream()
            .map(text -> Piece.of(tokenizer.encode(text)))
            .filter(piece -> piece.ids()[0] != padding)
            .findFirst()
            .orElseGet(() -> Piece.of(tokenizer.encode(PROBES.get(0))));
    float[] plain = texts(List.of(one), alone, one.ids().length).get(0).global();
    float[] padded = texts(List.of(one), alone, one.ids().length + PROBE).get(0).global();
    double cosine = 0;
    for (int i = 0; i < plain.length; i++) {
      cosine += plain[i] * padded[i];
    }
    return cosine > 1 - ROUNDING;
  }

  private static Map<String, String> options(String padding, int most) {
    return Map.of(
        "truncation",
        "true",
        "withOverflowingTokens",
        "true",
        "maxLength",
        Integer.toString(most),
        "padding",
        padding);
  }

  /** The token that the tokenizer itself pads with. */
  private long padding(Path file) throws IOException {
    try (HuggingFaceTokenizer padded =
        HuggingFaceTokenizer.newInstance(file, options("MAX_LENGTH", most))) {
      long[] ids = padded.encode("").getIds();
      return ids[ids.length - 1];
    }
  }

  /**
   * Opens an encoder and encodes a text and a picture with it.
   *
   * @param batch texts or pictures of one call; 0 for what suits the graph and the device
   * @throws IllegalArgumentException if files are missing or do not fit together; the message says
   *     what is wrong
   */
  static OnnxEncoder open(String folder, Device device, int threads, int batch) {
    try {
      return new OnnxEncoder(EncoderFolder.of(folder), device, threads, batch);
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "the encoder in " + folder + " does not load: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the encoder in " + folder + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the encoder in " + folder + " cannot be read", e);
    }
  }

  /** Encodes something of both kinds; the rows must fit together. */
  private int tried() throws OrtException {
    int texts = texts(List.of(Piece.of(tokenizer.encode("a"))), batch).get(0).global().length;
    int pictures = pictures(List.of(black), batch).get(0).global().length;
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
  public int batch() {
    return batch;
  }

  @Override
  public EncodedText encode(String said) {
    return encodeTexts(List.of(said), alone).get(0);
  }

  @Override
  public EncodedImage encode(Picture picture) throws ModelException {
    try {
      return pictures(List.of(prepare(DecodedPicture.of(picture))), alone).get(0);
    } catch (OrtException e) {
      throw new IllegalStateException("the image encoder failed", e);
    }
  }

  /** A text that is longer than the encoder's window is encoded in pieces, never cut. */
  @Override
  public List<EncodedText> encodeTexts(List<String> said) {
    return encodeTexts(said, batch);
  }

  private List<EncodedText> encodeTexts(List<String> said, int together) {
    List<Piece> pieces = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (String one : said) {
      Encoding first = tokenizer.encode(one);
      pieces.add(Piece.of(first));
      for (Encoding more : first.getOverflowing()) {
        pieces.add(Piece.of(more));
      }
      ends.add(pieces.size());
    }
    SortedMap<Integer, List<Integer>> buckets = new TreeMap<>();
    for (int p = 0; p < pieces.size(); p++) {
      buckets.computeIfAbsent(bucket(pieces.get(p)), b -> new ArrayList<>()).add(p);
    }
    EncodedText[] encoded = new EncodedText[pieces.size()];
    try {
      for (List<Integer> places : buckets.values()) {
        for (int from = 0; from < places.size(); from += together) {
          List<Integer> some = places.subList(from, Math.min(places.size(), from + together));
          List<EncodedText> rows = texts(some.stream().map(pieces::get).toList(), together);
          for (int i = 0; i < some.size(); i++) {
            encoded[some.get(i)] = rows.get(i);
          }
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the text encoder failed", e);
    }
    List<EncodedText> all = Arrays.asList(encoded);
    List<EncodedText> whole = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      whole.add(joined(pieces.subList(from, end), all.subList(from, end)));
      from = end;
    }
    return whole;
  }

  /**
   * A text, or a piece of one.
   *
   * @param counts whether a token is neither special nor padding
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Piece(long[] ids, boolean[] counts) {
    static Piece of(Encoding tokens) {
      long[] attended = tokens.getAttentionMask();
      int length = attended.length;
      while (length > 1 && attended[length - 1] == 0) {
        length--;
      }
      boolean[] counts = new boolean[length];
      for (int t = 0; t < length; t++) {
        counts[t] = tokens.getSpecialTokenMask()[t] == 0 && attended[t] == 1;
      }
      return new Piece(Arrays.copyOf(tokens.getIds(), length), counts);
    }

    int content() {
      int content = 0;
      for (boolean count : counts) {
        content += count ? 1 : 0;
      }
      return content;
    }
  }

  /**
   * The length that a text is padded to: the graph's or the model's own, or a power of two. None
   * where neither is known and the graph could not tell padding from text.
   */
  private int bucket(Piece piece) {
    if (ownLength) {
      return piece.ids().length;
    }
    if (fixedTokens > 0) {
      return fixedTokens;
    }
    int bucket = SHORTEST_BUCKET;
    while (bucket < piece.ids().length) {
      bucket *= 2;
    }
    return Math.min(bucket, Math.max(most, piece.ids().length));
  }

  /** The tokens of all pieces; their global rows by how many tokens each piece has. */
  private static EncodedText joined(List<Piece> pieces, List<EncodedText> encoded) {
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
      long content = pieces.get(p).content();
      for (int i = 0; i < dimension; i++) {
        global[i] += content * piece.global()[i];
      }
    }
    return new EncodedText(tokens, weights, Graph.unit(global, 0, 1, dimension));
  }

  /** Texts of one bucket, at most as many as go together. */
  private List<EncodedText> texts(List<Piece> pieces, int together) throws OrtException {
    return texts(pieces, together, bucket(pieces.get(0)));
  }

  private List<EncodedText> texts(List<Piece> pieces, int together, int length)
      throws OrtException {
    LongBuffer ids = LongBuffer.allocate(together * length);
    LongBuffer mask = LongBuffer.allocate(together * length);
    for (int i = 0; i < together; i++) {
      Piece one = pieces.get(Math.min(i, pieces.size() - 1));
      for (int t = 0; t < length; t++) {
        boolean there = t < one.ids().length;
        ids.put(there ? one.ids()[t] : padding);
        mask.put(there ? 1 : 0);
      }
    }
    long[] shape = {together, length};
    try (Graph.Run run = text.run()) {
      run.put(IDS, ids.flip(), shape);
      if (text.takes(MASK)) {
        run.put(MASK, mask.flip(), shape);
      }
      if (text.takes(PIXELS)) {
        run.put(PIXELS, List.of(black), together);
      }
      run.go();
      float[] globals = run.globals(TEXT_GLOBAL, "text", together);
      int width = globals.length / together;
      Optional<float[]> tokens = run.rows("token_embeds", together, width, "tokens");
      List<EncodedText> encoded = new ArrayList<>();
      for (int i = 0; i < pieces.size(); i++) {
        float[] global = Graph.unit(globals, i * width, 1, width);
        encoded.add(
            tokens.isPresent()
                ? rows(tokens.get(), i * (tokens.get().length / together), pieces.get(i), global)
                : new EncodedText(global, new float[] {1}, global));
      }
      return encoded;
    }
  }

  /** Token rows without special tokens and padding; each counts the same. */
  private static EncodedText rows(float[] all, int at, Piece piece, float[] global) {
    int width = global.length;
    float[] rows = new float[piece.content() * width];
    int kept = 0;
    for (int t = 0; t < piece.counts().length; t++) {
      if (piece.counts()[t]) {
        Graph.unit(all, at + t * width, 1, width, rows, kept++ * width);
      }
    }
    float[] weights = new float[kept];
    Arrays.fill(weights, 1);
    return new EncodedText(rows, weights, global);
  }

  @Override
  public PreparedPicture prepare(DecodedPicture picture) {
    return preprocessing.apply(picture);
  }

  @Override
  public List<EncodedImage> encodePrepared(List<PreparedPicture> prepared) {
    try {
      List<EncodedImage> encoded = new ArrayList<>();
      for (int from = 0; from < prepared.size(); from += batch) {
        encoded.addAll(
            pictures(prepared.subList(from, Math.min(prepared.size(), from + batch)), batch));
      }
      return encoded;
    } catch (OrtException e) {
      throw new IllegalStateException("the image encoder failed", e);
    }
  }

  /** At most as many pictures as go together. */
  private List<EncodedImage> pictures(List<PreparedPicture> prepared, int together)
      throws OrtException {
    try (Graph.Run run = vision.run()) {
      run.put(PIXELS, prepared, together);
      if (vision.takes(IDS)) {
        int length = Math.max(1, fixedTokens);
        long[] shape = {together, length};
        long[] ones = new long[together * length];
        Arrays.fill(ones, 1);
        run.put(IDS, LongBuffer.allocate(together * length), shape);
        if (vision.takes(MASK)) {
          run.put(MASK, LongBuffer.wrap(ones), shape);
        }
      }
      run.go();
      float[] globals = run.globals(IMAGE_GLOBAL, "image", together);
      int width = globals.length / together;
      Optional<float[]> patches = run.rows("patch_embeds", together, width, "patches");
      List<EncodedImage> encoded = new ArrayList<>();
      for (int i = 0; i < prepared.size(); i++) {
        float[] global = Graph.unit(globals, i * width, 1, width);
        int each = patches.map(all -> all.length / together).orElse(0);
        encoded.add(
            new EncodedImage(
                patches.isPresent()
                    ? Graph.unit(patches.get(), i * each, each / width, width)
                    : global,
                global));
      }
      return encoded;
    }
  }

  /** A black picture, to try the graph, and where a joint graph wants one for a text. */
  private PreparedPicture black() {
    int side = 8;
    byte[] bytes = new byte[RgbImage.CHANNELS * side * side];
    return preprocessing.apply(
        new DecodedPicture(
            new Picture(new byte[0]), new RgbImage(side, side, bytes, RgbImage.Order.RGB)));
  }
}
