package io.seir.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.BadRecord;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.Optional;

/**
 * Converts samples to and from lines of JSON: the form of data sets, answers, and judged and scored
 * lines ({@code docs/formats.md}, {@code sample-line.schema.json}). A line that was read keeps its
 * own keys and form when it is written again.
 */
public final class SampleLine {
  private static final ObjectMapper JSON = mapper();

  private SampleLine() {}

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build());
    return mapper;
  }

  /**
   * Where a line was read.
   *
   * @param index 0-based position among all samples that are read together
   * @param place 0-based position in its file; names samples without an id
   * @param system the system that gave the answer, if the line does not say so
   * @param folder of the file; absent for a container
   */
  public record Place(long index, long place, String system, Optional<String> folder) {}

  /**
   * Reads a sample from a line in any of the common forms: an answer ({@code question}, {@code
   * answer}, {@code image}), a dialogue ({@code conversations} or {@code messages}), or a pair
   * ({@code text} or {@code caption}, {@code image}).
   *
   * @throws IllegalArgumentException what is wrong with the line
   */
  public static Sample parse(String line, Place place) {
    return new LineReader(object(line)).sample(place);
  }

  /** A line on its own. */
  public static Sample parse(String line) {
    return parse(line, new Place(0, 0, "", Optional.empty()));
  }

  /** The id of a line's sample, under any of the possible keys. */
  public static Optional<String> id(ObjectNode line) {
    return new LineReader(line).id();
  }

  /** The object on a line. */
  public static ObjectNode object(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  /** A member of a container that is not a sample: it is kept with a reason. */
  public static Sample fault(String id, Place place, String why) {
    ObjectNode line = JSON.createObjectNode().put("id", id);
    return Sample.of(id)
        .withIndex(place.index())
        .withSystem(place.system())
        .withSource(new Sample.Source(place.folder(), line.toString()))
        .plus(Turn.EMPTY.withFault(why));
  }

  /** The line of a sample, without its end. */
  public static String of(Sample sample) {
    return text(LineWriter.object(sample));
  }

  /** The line of a sample that is not accepted into the data set, with the reason. */
  public static String rejected(Sample sample, String reason) {
    return text(LineWriter.object(sample).put("rejected", reason));
  }

  /** The line of a bad record: what failed and why, and the sample as far as it got. */
  public static String of(BadRecord bad) {
    ObjectNode line = JsonCoder.mapper().createObjectNode();
    line.put("id", bad.sample().id());
    line.put("stage", bad.stage());
    line.put("reason", bad.reason());
    line.put("detail", bad.detail());
    line.set("sample", LineWriter.object(bad.sample()));
    line.set("usage", JsonCoder.mapper().valueToTree(bad.usage()));
    return text(line);
  }

  private static String text(ObjectNode line) {
    try {
      return JsonCoder.mapper().writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line is always JSON", e);
    }
  }
}
