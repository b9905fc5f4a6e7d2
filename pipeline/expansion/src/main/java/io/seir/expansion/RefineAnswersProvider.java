package io.seir.expansion;

import io.seir.ask.ModelAccess;
import io.seir.blob.BlobLocation;
import io.seir.refine.RefineAnswer;
import io.seir.refine.RefineImage;
import io.seir.refine.RefinementConfig;
import io.seir.sample.BadRecords;
import io.seir.sample.ImageRef;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;

/** Answers questions with text and, if there is a folder for pictures, a picture. */
public final class RefineAnswersProvider
    extends TypedSchemaTransformProvider<RefineAnswersProvider.Configuration> {
  /** Its name in a pipeline. */
  public static final String URN = "seir:refine_answers:v1";

  /** How answers are refined. */
  @DefaultSchema(JavaFieldSchema.class)
  public static class Configuration {
    @SchemaFieldDescription(
        "Which model plays which role: the text of a models file, in YAML or JSON.")
    public String models = "";

    @SchemaFieldDescription(
        "Maximum number of revisions of an answer and of a picture (default: 3).")
    public @Nullable Integer depth;

    @SchemaFieldDescription(
        "Folder for pictures, local or gs://; without it only captions are written.")
    public @Nullable String images;

    @SchemaFieldDescription(
        "Journal folder: finished model calls in it are not repeated (default: none).")
    public @Nullable String journal;
  }

  @Override
  public String identifier() {
    return URN;
  }

  @Override
  public String description() {
    return "Answers the field 'question' of every row with a text and the caption of a picture,"
        + " drafted, criticised and revised by the given models.";
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
    ModelAccess access = Access.of(configuration.models, configuration.journal);
    String images = configuration.images;
    int depth = configuration.depth == null ? RefinementConfig.DEFAULT_DEPTH : configuration.depth;
    List<Schema.Field> added =
        new ArrayList<>(List.of(Access.text("answer"), Access.text("caption")));
    if (images != null) {
      added.add(Access.text("image"));
    }
    return new OverRows(
        samples -> refine(samples, access, depth, images), added, RefineAnswersProvider::value);
  }

  private static Result refine(
      PCollection<Sample> samples, ModelAccess access, int depth, @Nullable String images) {
    Result answered = samples.apply("Answer", RefineAnswer.of(access).withDepth(depth));
    if (images == null) {
      return answered;
    }
    BadRecords bad = new BadRecords();
    PCollection<Sample> drawn =
        answered
            .samples(bad)
            .apply("Picture", RefineImage.of(access, BlobLocation.folder(images)).withDepth(depth))
            .samples(bad);
    return Result.of(
        PCollectionTuple.of(Result.SAMPLES, drawn).and(Result.BAD, bad.all(samples.getPipeline())));
  }

  private static @Nullable Object value(Sample sample, String field) {
    return sample
        .last()
        .flatMap(
            turn ->
                switch (field) {
                  case "answer" -> turn.answer();
                  case "caption" -> turn.caption();
                  case "image" -> turn.image().map(ImageRef::uri);
                  default -> Optional.<String>empty();
                })
        .orElse(null);
  }
}
