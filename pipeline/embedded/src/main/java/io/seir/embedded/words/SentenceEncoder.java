package io.seir.embedded.words;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.seir.embedded.cache.Remembered;

/**
 * The sentence encoder all-MiniLM-L6-v2 (quantised), from its jar: text to 384 numbers of unit
 * length. Remembers the texts it saw last. Thread-safe.
 */
public final class SentenceEncoder {
  /** Length of an embedding. */
  public static final int DIMENSION = 384;

  private static final long REMEMBERED_BYTES = 32L << 20;
  private static final SentenceEncoder SHARED = new SentenceEncoder();

  private final AllMiniLmL6V2QuantizedEmbeddingModel model =
      new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
  private final Remembered<String, float[]> seen =
      Remembered.atMost(REMEMBERED_BYTES, (text, row) -> Remembered.bytes(text) + 4L * row.length);

  private SentenceEncoder() {}

  public static SentenceEncoder shared() {
    return SHARED;
  }

  /** The embedding; not to be written to. */
  public float[] encode(String text) {
    float[] known = seen.get(text);
    if (known == null) {
      known = model.embed(text.isBlank() ? "." : text).content().vector();
      seen.put(text, known);
    }
    return known;
  }

  /** Cosine of two texts. */
  public double similarity(String a, String b) {
    float[] u = encode(a);
    float[] v = encode(b);
    double dot = 0;
    for (int i = 0; i < u.length; i++) {
      dot += (double) u[i] * v[i];
    }
    return dot;
  }
}
