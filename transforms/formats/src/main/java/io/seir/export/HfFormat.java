package io.seir.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Picture;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * A data set as Hugging Face's {@code datasets} loads it: one row per dialogue, pictures in an
 * image column, and the column types in the footer.
 */
public final class HfFormat extends ParquetFormat {
  private static final Schema MESSAGE =
      SchemaBuilder.record("message")
          .fields()
          .requiredString("role")
          .requiredString("content")
          .endRecord();
  private static final Schema IMAGE =
      SchemaBuilder.record("image")
          .fields()
          .requiredBytes("bytes")
          .requiredString("path")
          .endRecord();
  private static final Schema SCORES = scores();
  private static final Schema ROW =
      SchemaBuilder.record("dialogue")
          .fields()
          .requiredString("id")
          .optionalString("system")
          .optionalString("topic")
          .optionalString("domain")
          .optionalString("category")
          .name("messages")
          .type(Schema.createArray(MESSAGE))
          .noDefault()
          .name("images")
          .type(Schema.createArray(IMAGE))
          .noDefault()
          .name("captions")
          .type(Schema.createArray(Schema.create(Schema.Type.STRING)))
          .noDefault()
          .name("scores")
          .type(Schema.createArray(SCORES))
          .noDefault()
          .endRecord();

  private static Schema scores() {
    SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("scores").fields();
    for (JudgeDimension scale : JudgeDimension.values()) {
      fields = fields.optionalDouble(scale.name());
    }
    return fields.endRecord();
  }

  @Override
  public String name() {
    return "hf";
  }

  @Override
  public String about() {
    return "Hugging Face datasets: Parquet with an image column, card, croissant.json";
  }

  @Override
  Schema schema() {
    return ROW;
  }

  /** What {@code datasets} calls the features of the columns. */
  @Override
  Map<String, JsonNode> footer() {
    ObjectNode all = JsonCoder.mapper().createObjectNode();
    ObjectNode features = all.putObject("info").putObject("features");
    for (String text : List.of("id", "system", "topic", "domain", "category")) {
      features.set(text, value("string"));
    }
    ObjectNode message = features.putArray("messages").addObject();
    message.set("role", value("string"));
    message.set("content", value("string"));
    features.putArray("images").addObject().put("_type", "Image");
    features.putArray("captions").add(value("string"));
    ObjectNode scores = features.putArray("scores").addObject();
    for (JudgeDimension scale : JudgeDimension.values()) {
      scores.set(scale.name(), value("float64"));
    }
    return Map.of("huggingface", all);
  }

  private static ObjectNode value(String type) {
    return JsonCoder.mapper().createObjectNode().put("dtype", type).put("_type", "Value");
  }

  @Override
  List<GenericRecord> rows(ExportSample sample, ExportSettings settings) throws LeftOutException {
    Chat.check(sample, sample.turns().size());
    String token = settings.token(Chat.IMAGE);
    GenericRecord row = new GenericData.Record(ROW);
    List<GenericRecord> images = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    List<GenericRecord> scores = new ArrayList<>();
    for (int t = 0; t < sample.turns().size(); t++) {
      if (sample.shows(t)) {
        images.add(image(sample.picture(t)));
        captions.add(sample.turns().get(t).caption().orElse(""));
      }
      scores.add(scores(sample.turns().get(t)));
    }
    List<GenericRecord> messages = new ArrayList<>();
    for (Chat.Message said : Chat.messages(sample, sample.turns().size(), token, settings)) {
      GenericRecord message = new GenericData.Record(MESSAGE);
      message.put("role", said.user() ? "user" : "assistant");
      message.put("content", said.text());
      messages.add(message);
    }
    row.put("id", sample.id());
    row.put("system", sample.sample().system().orElse(null));
    Optional<Topic> topic = sample.sample().topic();
    row.put("topic", topic.map(Topic::text).orElse(null));
    row.put("domain", topic.flatMap(Topic::domain).orElse(null));
    row.put("category", topic.flatMap(Topic::category).orElse(null));
    row.put("messages", messages);
    row.put("images", images);
    row.put("captions", captions);
    row.put("scores", scores);
    return List.of(row);
  }

  private static GenericRecord image(Picture picture) {
    GenericRecord image = new GenericData.Record(IMAGE);
    image.put("bytes", ByteBuffer.wrap(picture.bytes()));
    image.put("path", picture.sha256() + "." + ExportSample.ending(picture));
    return image;
  }

  private static GenericRecord scores(Turn turn) {
    GenericRecord scores = new GenericData.Record(SCORES);
    if (turn.verdict().orElse(null) instanceof Verdict.Scored scored) {
      scored.expected().forEach((scale, score) -> scores.put(scale.name(), score));
    }
    return scores;
  }

  @Override
  public void finish(ExportFolder folder) throws IOException {
    ArrayNode features = JsonCoder.mapper().createArrayNode();
    for (String text : List.of("id", "system", "topic", "domain", "category")) {
      features.addObject().put("name", text).put("dtype", "string");
    }
    ObjectNode messages = features.addObject().put("name", "messages");
    ArrayNode message = messages.putArray("list");
    message.addObject().put("name", "role").put("dtype", "string");
    message.addObject().put("name", "content").put("dtype", "string");
    features.addObject().put("name", "images").putObject("list").put("dtype", "image");
    features.addObject().put("name", "captions").putObject("list").put("dtype", "string");
    ArrayNode scores = features.addObject().put("name", "scores").putArray("list");
    for (JudgeDimension scale : JudgeDimension.values()) {
      scores.addObject().put("name", scale.name()).put("dtype", "float64");
    }
    HfCard.write(folder, features);
    Croissant.write(folder);
  }
}
