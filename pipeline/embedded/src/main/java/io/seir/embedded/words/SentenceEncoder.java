package io.seir.embedded.words;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.Map;

/**
 * The sentence encoder all-MiniLM-L6-v2 (quantised), from its jar: text to 384 numbers of unit
 * length. Remembers the texts it saw last. Thread-safe.
 */
public final class SentenceEncoder {
  /** Length of an embedding. */
  public static final int DIMENSION = 384;

  private static final int REMEMBERED = 20_000;
  private static final SentenceEncoder SHARED = new SentenceEncoder();

  private final AllMiniLmL6V2QuantizedEmbeddingModel model =
      new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
  private final Map<String, float[]> seen = Remembered.atMost(REMEMBERED);

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
