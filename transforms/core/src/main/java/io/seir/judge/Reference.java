package io.seir.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.seir.data.SampleLine;
import io.seir.sample.ImageRef;
import io.seir.sample.Sample;
import java.util.List;
import java.util.Optional;

/**
 * An example of a good answer to a turn's question, which the line of a sample may contain: {@code
 * reference} (or {@code reference_answer}) a text, {@code reference_image} the name of a picture;
 * for a dialogue, lists with one element per turn.
 */
public record Reference(Optional<String> answer, Optional<ImageRef> image) {
  private static final List<String> ANSWERS = List.of("reference", "reference_answer");

  /** The key of a line that names the pictures of good answers. */
  public static final String IMAGE = "reference_image";

  /**
   * The reference of a turn; both parts are absent if its line has none.
   *
   * @param turn from 0
   */
  public static Reference of(Sample sample, int turn) {
    return new Reference(
        said(sample, ANSWERS, turn), said(sample, List.of(IMAGE), turn).map(ImageRef::named));
  }

  private static Optional<String> said(Sample sample, List<String> keys, int turn) {
    JsonNode line =
        sample
            .source()
            .map(source -> (JsonNode) SampleLine.object(source.line()))
            .orElse(MissingNode.getInstance());
    for (String key : keys) {
      JsonNode value = line.path(key);
      JsonNode own =
          value.isArray() && value.size() == sample.turns().size() ? value.path(turn) : value;
      if (own.isTextual() && !own.asText().isBlank() && (value.isArray() || turn == 0)) {
        return Optional.of(own.asText());
      }
    }
    return Optional.empty();
  }
}
