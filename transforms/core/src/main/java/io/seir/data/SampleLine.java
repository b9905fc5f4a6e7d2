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
 * A sample as one line of JSON: the form of data sets, of answers, and of judged and scored lines
 * ({@code docs/formats.md}, {@code sample-line.schema.json}). A line that was read keeps its own
 * keys and its own form when it is written again.
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
   * @param index 0-based place among all samples that are read together
   * @param place 0-based place in its file; names a sample without an id
   * @param system whose answer it is, if the line does not say so
   * @param folder of the file; absent for a container
   */
  public record Place(long index, long place, String system, Optional<String> folder) {}

  /**
   * The sample on a line of any of the forms that people use: an answer ({@code question}, {@code
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

  /** What names the sample of a line, under any of the keys that may. */
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

  /** A member of a container that is no sample: it is kept, and says why. */
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

  /** The same of a sample that is not taken into the data set, with the reason. */
  public static String rejected(Sample sample, String reason) {
    return text(LineWriter.object(sample).put("rejected", reason));
  }

  /** The line of a bad record: what failed and why, and the sample as far as it had come. */
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
