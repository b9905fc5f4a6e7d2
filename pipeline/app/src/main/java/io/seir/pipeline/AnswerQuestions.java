package io.seir.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.ask.Asking;
import io.seir.ask.BadRecords;
import io.seir.blob.LocalBlobStore;
import io.seir.blob.Locations;
import io.seir.data.EntryLine;
import io.seir.data.EntrySource;
import io.seir.dialogue.BadRecord;
import io.seir.dialogue.JsonCoder;
import io.seir.refine.AnswerEntries;
import io.seir.refine.AnsweredEntry;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptor;

/** A question set to the answers of a system, in the form that is judged. */
public final class AnswerQuestions {
  /** What the files of answers are called. */
  public static final String NAME = "answers";

  /** What the files of questions without an answer are called. */
  public static final String BAD = "bad";

  private AnswerQuestions() {}

  /**
   * Adds the steps.
   *
   * @param system as the answers name it
   * @param seed of the calls' own seeds
   * @param folder where answers and pictures go, absolute
   */
  public static void build(
      Pipeline pipeline,
      List<EntrySource> questions,
      Asking asking,
      String system,
      long seed,
      String folder) {
    BadRecords bad = new BadRecords();
    pipeline
        .apply("Read", new ReadEntries(questions))
        .apply(
            "Ask",
            AnswerEntries.of(asking, () -> new LocalBlobStore(Locations.path(folder)), seed, bad))
        .apply(
            "As lines",
            MapElements.into(TypeDescriptor.of(WriteLines.Line.class))
                .via((AnsweredEntry one) -> line(one, system)))
        .setCoder(WriteLines.LINES)
        .apply("Write", new WriteLines(folder, NAME));
    bad.all(pipeline)
        .apply(
            "Bad as lines",
            MapElements.into(TypeDescriptor.of(WriteLines.Line.class)).via(AnswerQuestions::line))
        .setCoder(WriteLines.LINES)
        .apply("Write bad", new WriteLines(folder, BAD));
  }

  private static WriteLines.Line line(AnsweredEntry answered, String system) {
    ObjectNode line = EntryLine.object(answered.entry().json());
    line.put("answer", answered.draft().answer());
    line.put("caption", answered.draft().caption());
    line.put("image", answered.image().uri());
    line.put("model", system);
    return new WriteLines.Line(answered.entry().index(), line.toString());
  }

  private static WriteLines.Line line(BadRecord bad) {
    try {
      return new WriteLines.Line(bad.seed().index(), JsonCoder.mapper().writeValueAsString(bad));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a bad record is always JSON", e);
    }
  }
}
