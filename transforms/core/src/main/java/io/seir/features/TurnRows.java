package io.seir.features;

import io.seir.kernels.HalfFloat;
import io.seir.sample.Sample;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The global rows of a turn, of unit length, each fp16 in little-endian order; what a turn lacks,
 * or the encoder has nothing to say of, is absent.
 *
 * @param index of the sample
 * @param turn from 0
 * @param turns of the sample
 */
@DefaultCoder(TurnRowsCoder.class)
public record TurnRows(
    String id,
    Optional<String> system,
    long index,
    int turn,
    int turns,
    Optional<byte[]> question,
    Optional<byte[]> answer,
    Optional<byte[]> image) {
  /** Kinds of rows, as files are called. */
  public static final String QUESTION = "question";

  public static final String ANSWER = "answer";
  public static final String IMAGE = "image";

  /** All kinds, in order. */
  public static final List<String> KINDS = List.of(QUESTION, ANSWER, IMAGE);

  static TurnRows of(Sample sample, int turn, TurnBatch.Extracted extracted) {
    return new TurnRows(
        sample.id(),
        sample.system(),
        sample.index(),
        turn,
        sample.turns().size(),
        extracted.question().map(TurnRows::halves),
        extracted.answer().map(TurnRows::halves),
        extracted.image().map(TurnRows::halves));
  }

  private static byte[] halves(float[] row) {
    ByteBuffer out = ByteBuffer.allocate(row.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : row) {
      out.putShort(HalfFloat.fromFloat(number));
    }
    return out.array();
  }

  /** The row of a kind. */
  public Optional<byte[]> row(String kind) {
    return switch (kind) {
      case QUESTION -> question;
      case ANSWER -> answer;
      case IMAGE -> image;
      default -> throw new IllegalArgumentException("rows are of " + KINDS + ", not of " + kind);
    };
  }
}
