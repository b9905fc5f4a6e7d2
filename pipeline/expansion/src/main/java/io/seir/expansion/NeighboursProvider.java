package io.seir.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.SampleLine;
import io.seir.features.TurnRows;
import io.seir.kernels.TopK;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.sample.Sample;
import io.seir.similar.RowSet;
import io.seir.similar.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Finds what is nearest to texts and pictures in a scored data set. */
public final class NeighboursProvider
    extends TypedSchemaTransformProvider<NeighboursProvider.Configuration> {
  /** Its name in a pipeline. */
  public static final String URN = "seir:neighbours:v1";

  private static final String ADDED = "neighbours";
  private static final int NEAREST = 10;

  private static final Schema NEIGHBOUR =
      Schema.builder()
          .addStringField("id")
          .addNullableStringField("model")
          .addInt32Field("turn")
          .addDoubleField("score")
          .build();

  /** Which data to search, and by what. */
  @DefaultSchema(JavaFieldSchema.class)
  public static class Configuration {
    @SchemaFieldDescription(
        "Which model plays which role: the text of a models file, in YAML or JSON; the role"
            + " 'judgeEncoder' is used, and must be the one that made the vectors.")
    public String models = "";

    @SchemaFieldDescription("The data to search: the --out folder of ./seir score, local or gs://.")
    public String vectors = "";

    @SchemaFieldDescription("Which rows to search: image (default), question or answer.")
    public @Nullable String among;

    @SchemaFieldDescription("Number of neighbours per row, 1 to 63 (default: 10).")
    public @Nullable Integer nearest;

    @SchemaFieldDescription(
        "What to search for: text (the field 'question', 'text', 'answer' or 'caption')"
            + " or image (default: the text of rows that have one, else the picture).")
    public @Nullable String by;

    @SchemaFieldDescription("Folder, local or gs://, that the field 'image' names a picture in.")
    public @Nullable String images;
  }

  @Override
  public String identifier() {
    return URN;
  }

  @Override
  public String description() {
    return "Finds what is nearest to every row's text or picture in a data set that was scored:"
        + " 'neighbours' is a list of id, model, turn and score, best first.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(OverRows.INPUT);
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(OverRows.OUTPUT, OverRows.ERRORS);
  }

  @Override
  protected SchemaTransform from(Configuration configuration) {
    ModelsConfig models = ModelsConfig.parse(configuration.models);
    int nearest = configuration.nearest == null ? NEAREST : configuration.nearest;
    if (nearest < 1 || nearest >= TopK.MAX) {
      throw new InputException("'nearest' is 1 to " + (TopK.MAX - 1) + ", not " + nearest);
    }
    FindNeighbours find =
        FindNeighbours.of(nearest, searched(configuration, models), models)
            .by(FindNeighbours.By.of(configuration.by), Access.pictures(configuration.images));
    return new OverRows(
        samples -> samples.apply("Neighbours", find),
        List.of(
            Schema.Field.of(ADDED, Schema.FieldType.array(Schema.FieldType.row(NEIGHBOUR)))
                .withDescription("The nearest turns, best first; the score is the cosine.")),
        NeighboursProvider::value);
  }

  private static RowSet searched(Configuration configuration, ModelsConfig models) {
    Vectors vectors = Vectors.read(Locations.path(configuration.vectors));
    String among = configuration.among == null ? TurnRows.IMAGE : configuration.among;
    if (!TurnRows.KINDS.contains(among)) {
      throw new InputException("'among' is one of " + TurnRows.KINDS + ", not " + among);
    }
    String encoder = models.identities().getOrDefault(ModelRole.JUDGE_ENCODER.key(), "none");
    if (!encoder.equals(vectors.encoder())) {
      throw new InputException(
          configuration.vectors
              + " was made by the encoder '"
              + vectors.encoder()
              + "', but judgeEncoder is '"
              + encoder
              + "'; name that encoder in 'models'");
    }
    RowSet rows = vectors.rows(List.of(among));
    if (rows.rows() == 0) {
      throw new InputException(configuration.vectors + " contains no rows of kind " + among);
    }
    return rows;
  }

  private static @Nullable Object value(Sample sample, String field) {
    if (!field.equals(ADDED)) {
      return null;
    }
    List<Row> nearest = new ArrayList<>();
    String line = sample.source().orElseThrow().line();
    for (JsonNode one : SampleLine.object(line).path(FindNeighbours.FOUND)) {
      nearest.add(
          Row.withSchema(NEIGHBOUR)
              .addValues(
                  one.path("id").asText(),
                  one.hasNonNull("model") ? one.path("model").asText() : null,
                  one.path("turn").asInt(),
                  one.path("score").asDouble())
              .build());
    }
    return nearest;
  }
}
