package io.seir.data.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.SampleLine;
import io.seir.data.SampleSource;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A row group of a Parquet table. A row becomes a line of the columns that a line may have; bytes
 * become pictures.
 *
 * @param folder of the table
 * @param from first byte of the row group
 * @param to first byte after it
 * @param first 0-based index of its first row
 */
record ParquetRange(String file, String system, String folder, long from, long to, long first)
    implements SampleSource {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Override
  public void read(Consumer<Sample> out) throws IOException {
    long index = first;
    PlainParquetConfiguration wanted = new PlainParquetConfiguration();
    try (ParquetFileReader footer = ParquetFileReader.open(ParquetFiles.input(file))) {
      wanted.set(
          ReadSupport.PARQUET_READ_SCHEMA,
          columns(footer.getFooter().getFileMetaData().getSchema()).toString());
    }
    try (ParquetReader<Group> reader =
        new Groups(ParquetFiles.input(file), wanted).withFileRange(from, to).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        out.accept(sample(row, index++));
      }
    }
  }

  /** Reads rows as the file has them: lists of two levels and of three come out as written. */
  private static final class Groups extends ParquetReader.Builder<Group> {
    Groups(InputFile file, ParquetConfiguration configuration) {
      super(file, configuration);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  /** The columns that say something here, of a table that may have others of any kind and name. */
  private static MessageType columns(MessageType table) {
    List<Type> wanted =
        table.getFields().stream().filter(field -> ParquetTable.isKnown(field.getName())).toList();
    return new MessageType("row", wanted);
  }

  private Sample sample(Group row, long index) {
    SampleLine.Place place = new SampleLine.Place(index, index, system, Optional.of(folder));
    Row read = new Row(index);
    ObjectNode line = read.object(row);
    if (SampleLine.id(line).isEmpty()) {
      line.put("id", system + "#" + index);
    }
    try {
      return SampleLine.parse(line.toString(), place)
          .mapTurns(turn -> turn.mapImage(read::withBytes));
    } catch (IllegalArgumentException e) {
      String id = SampleLine.id(line).orElse(system + "#" + index);
      return SampleLine.fault(id, place, String.valueOf(e.getMessage()));
    }
  }

  /** One row as JSON; its pictures are kept by the names that stand for them. */
  private static final class Row {
    private final long index;
    private final Map<String, Picture> pictures = new HashMap<>();

    Row(long index) {
      this.index = index;
    }

    ImageRef withBytes(ImageRef image) {
      Picture picture = pictures.get(image.uri());
      return picture == null ? image : image.with(picture);
    }

    ObjectNode object(Group group) {
      ObjectNode object = JSON.objectNode();
      for (Type field : group.getType().getFields()) {
        JsonNode value = field(group, field);
        if (!value.isNull()) {
          object.set(field.getName().toLowerCase(Locale.ROOT), value);
        }
      }
      return object;
    }

    private JsonNode field(Group group, Type field) {
      int count = group.getFieldRepetitionCount(field.getName());
      if (field.isRepetition(Type.Repetition.REPEATED)) {
        ArrayNode array = JSON.arrayNode();
        for (int i = 0; i < count; i++) {
          array.add(value(group, field, i));
        }
        return array;
      }
      return count == 0 ? JSON.nullNode() : value(group, field, 0);
    }

    private JsonNode value(Group group, Type type, int at) {
      if (!type.isPrimitive()) {
        Group inner = group.getGroup(type.getName(), at);
        if (type.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
          return list(inner);
        }
        boolean picture =
            inner.getType().containsField("path") && inner.getType().containsField("bytes");
        return picture ? picture(inner) : object(inner);
      }
      return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
        case BINARY -> {
          boolean text = type.getLogicalTypeAnnotation() != null;
          yield JSON.textNode(
              text
                  ? group.getString(type.getName(), at)
                  : named("row-" + index, group.getBinary(type.getName(), at).getBytes()));
        }
        case INT32 -> JSON.numberNode((long) group.getInteger(type.getName(), at));
        case INT64 -> JSON.numberNode(group.getLong(type.getName(), at));
        case FLOAT -> JSON.numberNode((double) group.getFloat(type.getName(), at));
        case DOUBLE -> JSON.numberNode(group.getDouble(type.getName(), at));
        default -> JSON.nullNode();
      };
    }

    /**
     * The elements of a list. Its repeated field is the element, or a group around it: by the rules
     * for readers of the Parquet format ("Lists", backward compatibility).
     */
    private JsonNode list(Group list) {
      Type repeated = list.getType().getType(0);
      boolean wrapped =
          !repeated.isPrimitive()
              && repeated.asGroupType().getFieldCount() == 1
              && !repeated.getName().equals("array")
              && !repeated.getName().endsWith("_tuple");
      ArrayNode array = JSON.arrayNode();
      for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
        if (wrapped) {
          GroupType around = repeated.asGroupType();
          array.add(field(list.getGroup(0, i), around.getType(0)));
        } else {
          array.add(value(list, repeated, i));
        }
      }
      return array;
    }

    /** A group of bytes and path, as Hugging Face's tables hold a picture; the name it goes by. */
    private JsonNode picture(Group group) {
      JsonNode path = field(group, group.getType().getType("path"));
      boolean bytes = group.getFieldRepetitionCount("bytes") > 0;
      if (!bytes) {
        return path;
      }
      String name = path.asText("").isBlank() || path.isNull() ? "row-" + index : path.asText();
      return JSON.textNode(named(name, group.getBinary("bytes", 0).getBytes()));
    }

    private String named(String name, byte[] bytes) {
      String free = name;
      for (int again = 1; pictures.containsKey(free); again++) {
        free = name + "." + again;
      }
      pictures.put(free, new Picture(bytes));
      return free;
    }
  }
}
