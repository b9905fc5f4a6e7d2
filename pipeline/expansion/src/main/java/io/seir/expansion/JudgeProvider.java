package io.seir.expansion;

import io.seir.ask.ModelAccess;
import io.seir.blob.SamplePictures;
import io.seir.judge.JudgeSamples;
import io.seir.judge.ModelJudge;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.schemas.annotations.SchemaFieldDescription;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.TypedSchemaTransformProvider;
import org.jspecify.annotations.Nullable;

/** Scores answers on the four scales of SynJudge. */
public final class JudgeProvider extends TypedSchemaTransformProvider<JudgeProvider.Configuration> {
  /** Its name in a pipeline. */
  public static final String URN = "seir:judge:v1";

  private static final String BY = "judged_by";
  private static final String UNSCORED = "unscored";

  /** The judge to use. */
  @DefaultSchema(JavaFieldSchema.class)
  public static class Configuration {
    @SchemaFieldDescription(
        "Which model plays which role: the text of a models file, in YAML or JSON; the role"
            + " 'judge' is asked.")
    public String models = "";

    @SchemaFieldDescription("Folder, local or gs://, that the field 'image' names a picture in.")
    public @Nullable String images;

    @SchemaFieldDescription(
        "Number of times to ask the judge; the scores are averaged (default: 1).")
    public @Nullable Integer repeats;

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
    return "Scores 'answer' and 'image' against 'question' from 0 to 5: TCC (text content), ICC"
        + " (image content), IQ (image quality), ITS (image-text synergy). A row that cannot be"
        + " judged has null scores, and 'unscored' says why.";
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
    SamplePictures pictures = Access.pictures(configuration.images);
    int repeats = configuration.repeats == null ? 1 : configuration.repeats;
    ModelJudge judge = ModelJudge.plain().withRepeats(repeats);
    List<Schema.Field> added = new ArrayList<>();
    for (JudgeDimension dimension : JudgeDimension.values()) {
      added.add(Access.number(dimension.name()));
    }
    added.add(Access.text(BY));
    added.add(Access.text(UNSCORED));
    return new OverRows(
        samples -> samples.apply("Judge", JudgeSamples.of(judge, access, pictures)),
        added,
        JudgeProvider::value);
  }

  private static @Nullable Object value(Sample sample, String field) {
    Verdict verdict = sample.last().flatMap(Turn::verdict).orElse(null);
    if (verdict instanceof Verdict.Scored scored) {
      for (JudgeDimension dimension : JudgeDimension.values()) {
        if (field.equals(dimension.name())) {
          return scored.expected().get(dimension);
        }
      }
      return field.equals(BY) ? scored.by() : null;
    }
    return field.equals(UNSCORED) && verdict instanceof Verdict.Unscored unscored
        ? unscored.reason()
        : null;
  }
}
