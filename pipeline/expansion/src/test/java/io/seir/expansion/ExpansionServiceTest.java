package io.seir.expansion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.blob.SamplePictures;
import io.seir.data.InputException;
import io.seir.features.ExtractFeatures;
import io.seir.model.ImageRequest;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.sample.BadRecords;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.similar.WriteVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.ExternalTransforms;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.expansion.service.ExpansionServer;
import org.apache.beam.sdk.expansion.service.ExpansionService;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaTranslation;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.ByteStringOutputStream;
import org.apache.beam.sdk.util.construction.BeamUrns;
import org.apache.beam.sdk.util.construction.External;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The providers as Beam's own client meets them over gRPC, and on the runner of this machine. */
class ExpansionServiceTest {
  private static final String MODELS =
      """
      language: {provider: embedded}
      vision: {provider: embedded}
      image: {provider: embedded}
      judge: {provider: embedded}
      encoder: {provider: embedded}
      judgeEncoder: {provider: embedded}
      """;

  private static final Schema INPUT =
      Schema.builder()
          .addStringField("question")
          .addNullableStringField("answer")
          .addNullableStringField("image")
          .addInt64Field("mine")
          .build();

  @TempDir Path folder;

  private static SchemaTransformProvider provider(String urn) {
    List<SchemaTransformProvider> found = new ArrayList<>();
    for (SchemaTransformProvider one : ServiceLoader.load(SchemaTransformProvider.class)) {
      if (one.identifier().equals(urn)) {
        found.add(one);
      }
    }
    assertEquals(1, found.size(), urn);
    return found.get(0);
  }

  private static Row configuration(String urn, Map<String, Object> values) {
    Schema schema = provider(urn).configurationSchema();
    Row.Builder row = Row.withSchema(schema);
    for (Schema.Field field : schema.getFields()) {
      row.addValue(values.get(field.getName()));
    }
    return row.build();
  }

  /** As Python and YAML do it: the transform by its name, its configuration as a row. */
  private static byte[] payload(String urn, Row configuration) throws Exception {
    ByteStringOutputStream bytes = new ByteStringOutputStream();
    RowCoder.of(configuration.getSchema()).encode(configuration, bytes);
    return ExternalTransforms.SchemaTransformPayload.newBuilder()
        .setIdentifier(urn)
        .setConfigurationSchema(SchemaTranslation.schemaToProto(configuration.getSchema(), true))
        .setConfigurationRow(bytes.toByteString())
        .build()
        .toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RefineAnswersProvider.URN,
        JudgeProvider.URN,
        FeaturesProvider.URN,
        NeighboursProvider.URN
      })
  void everyFieldOfAConfigurationIsDescribed(String urn) {
    SchemaTransformProvider provider = provider(urn);
    assertTrue(provider.description().length() > 40, urn);
    assertEquals(List.of("output", "errors"), provider.outputCollectionNames());
    for (Schema.Field field : provider.configurationSchema().getFields()) {
      assertTrue(field.getDescription().length() > 20, urn + " " + field);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RefineAnswersProvider.URN,
        JudgeProvider.URN,
        FeaturesProvider.URN,
        NeighboursProvider.URN
      })
  void theServiceExpandsThemOverGrpc(String urn) throws Exception {
    Map<String, Object> settings =
        urn.equals(NeighboursProvider.URN)
            ? Map.of("models", MODELS, "vectors", vectors().toString())
            : Map.of("models", MODELS);
    try (ExpansionServer server = ExpansionServer.create(new ExpansionService(), "127.0.0.1", 0)) {
      Pipeline pipeline = Pipeline.create();
      PCollection<Row> rows = pipeline.apply(Create.empty(RowCoder.of(INPUT)));
      rows.setRowSchema(INPUT);
      var expanded =
          rows.apply(
              "External",
              External.of(
                      BeamUrns.getUrn(ExternalTransforms.ExpansionMethods.Enum.SCHEMA_TRANSFORM),
                      payload(urn, configuration(urn, settings)),
                      "127.0.0.1:" + server.getPort())
                  .withMultiOutputs());
      Map<String, Schema> outputs = new TreeMap<>();
      expanded
          .getAll()
          .forEach(
              (TupleTag<?> tag, PCollection<?> output) ->
                  outputs.put(tag.getId(), ((RowCoder) output.getCoder()).getSchema()));
      assertEquals(List.of("errors", "output"), List.copyOf(outputs.keySet()));
      assertTrue(outputs.get("errors").hasField("reason"));
      Schema output = outputs.get("output");
      assertEquals(Schema.FieldType.INT64, output.getField("mine").getType(), "goes through");
      String added =
          switch (urn) {
            case RefineAnswersProvider.URN -> "caption";
            case JudgeProvider.URN -> "ITS";
            case NeighboursProvider.URN -> "neighbours";
            default -> "captionCoverage";
          };
      assertTrue(
          output.getField(added).getType().getNullable() || urn.equals(NeighboursProvider.URN),
          output.toString());
      RunnerApi.Pipeline proto = PipelineTranslation.toProto(pipeline);
      assertTrue(
          proto.getComponents().getTransformsMap().keySet().stream()
              .anyMatch(id -> id.startsWith("External")),
          "the expanded steps are in the graph");
      assertTrue(
          proto.getComponents().getTransformsMap().values().stream()
              .anyMatch(step -> step.getUniqueName().contains("All errors")));
    }
  }

  @Test
  void theSameProvidersRunOnThisMachine() throws Exception {
    Files.write(
        folder.resolve("cat.png"),
        ModelsConfig.parse(MODELS).open().image().draw(new ImageRequest("a cat", 1)).bytes());
    Pipeline pipeline = Pipeline.create();
    Row good =
        Row.withSchema(INPUT)
            .addValues(
                "What is a cat? Please show me a picture of a cat.",
                "A cat is a small animal that people keep at home.",
                "cat.png",
                1L)
            .build();
    Row gone =
        Row.withSchema(INPUT).addValues("What is a cat?", "An animal.", "gone.png", 2L).build();
    PCollection<Row> rows = pipeline.apply(Create.of(good, gone).withRowSchema(INPUT));
    Map<String, Object> settings = Map.of("models", MODELS, "images", folder.toString());
    PCollectionRowTuple judged =
        PCollectionRowTuple.of("input", rows)
            .apply(
                "Judge",
                provider(JudgeProvider.URN).from(configuration(JudgeProvider.URN, settings)));
    PCollectionRowTuple both =
        PCollectionRowTuple.of("input", judged.get("output"))
            .apply(
                "Features",
                provider(FeaturesProvider.URN).from(configuration(FeaturesProvider.URN, settings)));
    PAssert.that(both.get("output"))
        .satisfies(
            all -> {
              Map<Long, Row> found = new TreeMap<>();
              all.forEach(row -> found.put(row.getInt64("mine"), row));
              Row cat = found.get(1L);
              assertEquals(good.getString("question"), cat.getString("question"));
              assertTrue(cat.getDouble("ICC") >= 4, cat.toString());
              assertEquals("model", cat.getString("judged_by"));
              assertTrue(cat.getDouble("answerCoverage") > 0.2, cat.toString());
              assertNull(cat.getDouble("captionCoverage"), "there is no caption");
              assertNull(found.get(2L).getDouble("ICC"));
              assertEquals("picture_missing", found.get(2L).getString("unscored"));
              assertEquals("picture_missing", found.get(2L).getString("fault"));
              return null;
            });
    PAssert.that(judged.get("errors")).empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void answersAreRefinedAndWhatFailsIsAnError() {
    String root = folder.toString();
    Pipeline pipeline = Pipeline.create();
    Schema questions = Schema.builder().addStringField("id").addStringField("question").build();
    PCollection<Row> rows =
        pipeline.apply(
            Create.of(
                    Row.withSchema(questions)
                        .addValues("cat", "What is a cat? Please show me a picture of a cat.")
                        .build(),
                    Row.withSchema(questions).addValues("none", " ").build())
                .withRowSchema(questions));
    Map<String, Object> settings = Map.of("models", MODELS, "images", root, "depth", 1);
    PCollectionRowTuple refined =
        PCollectionRowTuple.of("input", rows)
            .apply(
                "Refine",
                provider(RefineAnswersProvider.URN)
                    .from(configuration(RefineAnswersProvider.URN, settings)));
    PAssert.that(refined.get("output"))
        .satisfies(
            all -> {
              Row row = all.iterator().next();
              assertEquals("cat", row.getString("id"));
              assertTrue(row.getString("answer").contains("cat"), row.toString());
              assertTrue(Files.exists(Path.of(root, row.getString("image"))));
              return null;
            });
    PAssert.that(refined.get("errors"))
        .satisfies(
            all -> {
              Row row = all.iterator().next();
              assertEquals("none", row.getString("id"));
              assertEquals("no_question", row.getString("reason"));
              assertFalse(row.getString("detail").isBlank());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  /** Scored pictures of a cat and a boat. */
  private Path vectors() throws Exception {
    Path scored = folder.resolve("scored");
    List<Sample> samples = new ArrayList<>();
    for (String thing : List.of("cat", "boat")) {
      Picture drawn =
          ModelsConfig.parse(MODELS).open().image().draw(new ImageRequest("a " + thing, 1));
      Files.write(folder.resolve(thing + ".png"), drawn.bytes());
      samples.add(
          Sample.of(thing)
              .withIndex(samples.size())
              .withSystem("ours")
              .plus(Turn.EMPTY.withImage(ImageRef.named(thing + ".png"))));
    }
    ModelsConfig models = ModelsConfig.parse(MODELS);
    Pipeline pipeline = Pipeline.create();
    BadRecords bad = new BadRecords();
    Result extracted =
        pipeline
            .apply(Create.of(samples))
            .apply(ExtractFeatures.of(models, SamplePictures.in(folder.toString())).withRows());
    extracted.samples(bad);
    extracted
        .get(ExtractFeatures.ROWS)
        .apply(
            WriteVectors.to(
                scored + "/vectors", models.identities().get(ModelRole.JUDGE_ENCODER.key())));
    PAssert.that(bad.all(pipeline)).empty();
    pipeline.run().waitUntilFinish();
    return scored;
  }

  @Test
  void textsAndPicturesFindTheirNeighbours() throws Exception {
    Map<String, Object> settings =
        Map.of(
            "models",
            MODELS,
            "vectors",
            vectors().toString(),
            "nearest",
            1,
            "images",
            folder.toString());
    Schema schema =
        Schema.builder()
            .addInt64Field("mine")
            .addNullableStringField("text")
            .addNullableStringField("image")
            .build();
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> rows =
        pipeline.apply(
            Create.of(
                    Row.withSchema(schema).addValues(1L, "a cat", null).build(),
                    Row.withSchema(schema).addValues(2L, null, "boat.png").build(),
                    Row.withSchema(schema).addValues(3L, null, "gone.png").build(),
                    Row.withSchema(schema).addValues(4L, "xyzzy", null).build())
                .withRowSchema(schema));
    PCollectionRowTuple found =
        PCollectionRowTuple.of("input", rows)
            .apply(
                "Neighbours",
                provider(NeighboursProvider.URN)
                    .from(configuration(NeighboursProvider.URN, settings)));
    PAssert.that(found.get("output"))
        .satisfies(
            all -> {
              Map<Long, Row> nearest = new TreeMap<>();
              for (Row row : all) {
                assertEquals(1, row.getArray("neighbours").size());
                nearest.put(
                    row.getInt64("mine"), row.<Row>getArray("neighbours").iterator().next());
              }
              assertEquals(List.of(1L, 2L), List.copyOf(nearest.keySet()));
              assertEquals("cat", nearest.get(1L).getString("id"));
              assertEquals("boat", nearest.get(2L).getString("id"));
              assertEquals("ours", nearest.get(2L).getString("model"));
              assertEquals(0, nearest.get(2L).getInt32("turn"));
              assertEquals(1, nearest.get(2L).getDouble("score"), 1e-3);
              return null;
            });
    PAssert.that(found.get("errors"))
        .satisfies(
            all -> {
              List<String> reasons = new ArrayList<>();
              all.forEach(row -> reasons.add(row.getString("reason")));
              reasons.sort(null);
              assertEquals(List.of("nothing_to_encode", "picture_missing"), reasons);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @ParameterizedTest
  @CsvSource({
    "nearest, 64, 'nearest' is 1 to 63",
    "among, video, 'among' is one of",
    "among, answer, contains no rows of kind answer",
    "by, sound, 'by' is text or image",
    "vectors, nowhere, contains no rows (no vectors.json)",
    "models, 'judge: {provider: embedded}', but judgeEncoder is 'none'"
  })
  void settingsOfNeighboursAreChecked(String name, String value, String said) throws Exception {
    Map<String, Object> settings =
        new TreeMap<>(Map.of("models", MODELS, "vectors", vectors().toString()));
    settings.put(name, name.equals("nearest") ? Integer.valueOf(value) : value);
    SchemaTransformProvider provider = provider(NeighboursProvider.URN);
    Row configuration = configuration(NeighboursProvider.URN, settings);
    InputException refused = assertThrows(InputException.class, () -> provider.from(configuration));
    assertTrue(String.valueOf(refused.getMessage()).contains(said), refused.getMessage());
  }
}
