package io.seir.features;

import io.seir.kernels.RaggedRows;
import io.seir.model.EncodedText;
import io.seir.model.TextImageEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The texts of one kind as rows. One that is absent has no tokens, and a global row of zeros. */
final class TextRows {
  private final int dimension;
  private final PackedRows tokens;
  private final PackedRows globals;
  private final List<float[]> weights = new ArrayList<>();
  private final List<Optional<float[]>> rows = new ArrayList<>();

  TextRows(int dimension) {
    this.dimension = dimension;
    this.tokens = new PackedRows(dimension);
    this.globals = new PackedRows(dimension);
  }

  /** Adds texts in order. */
  void encode(List<Optional<String>> texts, TextImageEncoder encoder) {
    List<EncodedText> some = encoder.encodeTexts(texts.stream().flatMap(Optional::stream).toList());
    EncodedText nothing = new EncodedText(new float[0], new float[0], new float[dimension]);
    int next = 0;
    for (Optional<String> text : texts) {
      EncodedText encoded = text.isPresent() ? some.get(next++) : nothing;
      tokens.add(encoded.tokens());
      globals.add(encoded.global());
      weights.add(encoded.weights());
      rows.add(Optional.of(encoded.global()).filter(TextRows::points));
    }
  }

  /** Whether a row has a direction; an encoder gives zeros for what says nothing to it. */
  static boolean points(float[] row) {
    for (float number : row) {
      if (number != 0) {
        return true;
      }
    }
    return false;
  }

  RaggedRows tokens() {
    return tokens.ragged();
  }

  RaggedRows globals() {
    return globals.ragged();
  }

  /** One per token, of all texts. */
  float[] weights() {
    float[] all = new float[weights.stream().mapToInt(of -> of.length).sum()];
    int at = 0;
    for (float[] some : weights) {
      System.arraycopy(some, 0, all, at, some.length);
      at += some.length;
    }
    return all;
  }

  /** How many tokens a text has. */
  int tokens(int place) {
    return weights.get(place).length;
  }

  /** Whether any token of a text counts. */
  boolean hasTokens(int place) {
    for (float weight : weights.get(place)) {
      if (weight > 0) {
        return true;
      }
    }
    return false;
  }

  /** The global row of a text that says something to the encoder. */
  Optional<float[]> row(int place) {
    return rows.isEmpty() ? Optional.empty() : rows.get(place);
  }
}
