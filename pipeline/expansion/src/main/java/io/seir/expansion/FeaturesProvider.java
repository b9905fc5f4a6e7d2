package io.seir.expansion;

import io.seir.blob.SamplePictures;
import io.seir.features.ExtractFeatures;
import io.seir.model.ModelsConfig;
import io.seir.sample.Feature;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.jspecify.annotations.Nullable;

/** Features that the kernels compute for texts and pictures. */
public final class FeaturesProvider
    extends TypedSchemaTransformProvider<FeaturesProvider.Configuration> {
  /** Its name in a pipeline. */
  public static final String URN = "seir:features:v1";

  private static final String FAULT = "fault";

  /** The configuration. */
  @DefaultSchema(JavaFieldSchema.class)
  public static class Configuration {
    @SchemaFieldDescription(
        "Which model plays which role: the text of a models file, in YAML or JSON; the role"
            + " 'judgeEncoder' is used.")
    public String models = "";

    @SchemaFieldDescription("Folder, local or gs://, that the field 'image' names a picture in.")
    public @Nullable String images;
  }

  @Override
  public String identifier() {
    return URN;
  }

  @Override
  public String description() {
    return "Adds similarity, synergy and image-quality features of every row's text and picture;"
        + " what does not apply is null, and 'fault' says why a picture could not be read.";
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
    SamplePictures pictures = Access.pictures(configuration.images);
    List<Schema.Field> added = new ArrayList<>();
    for (Feature feature : Feature.values()) {
      added.add(Access.number(feature.key()).withDescription(feature.meaning()));
    }
    added.add(Access.text(FAULT));
    return new OverRows(
        samples -> samples.apply("Features", ExtractFeatures.of(models, pictures)),
        added,
        FeaturesProvider::value);
  }

  private static @Nullable Object value(Sample sample, String field) {
    Turn turn = sample.last().orElseThrow();
    if (field.equals(FAULT)) {
      return turn.fault().orElse(null);
    }
    OptionalDouble value =
        Feature.of(field)
            .flatMap(feature -> turn.features().map(known -> known.get(feature)))
            .orElse(OptionalDouble.empty());
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
