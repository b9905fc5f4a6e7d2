package io.seir.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.Scripted;
import io.seir.ask.Budget;
import io.seir.ask.ModelAccess;
import io.seir.blob.SamplePictures;
import io.seir.data.SampleLine;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.Models;
import io.seir.model.Prices;
import io.seir.sample.BadRecord;
import io.seir.sample.Feature;
import io.seir.sample.Features;
import io.seir.sample.ImageRef;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeSamplesTest {
  private static final ModelAccess ACCESS = ModelAccess.to(JudgeSamplesTest::models);

  static Models models() {
    return Scripted.models(
        (form, prompt) ->
            prompt.contains("mumble") ? "well" : "{\"TCC\": 5, \"ICC\": 5, \"IQ\": 5, \"ITS\": 5}");
  }

  private static Sample answered(String id, String... answers) {
    Sample sample = Sample.of(id);
    for (String answer : answers) {
      sample = sample.plus(Turn.asking("Why?").withAnswer(answer));
    }
    return sample;
  }

  private static Result judged(Pipeline pipeline, Judge judge, ModelAccess access, Sample... all) {
    return pipeline
        .apply(Create.of(List.of(all)))
        .apply("Judge", JudgeSamples.of(judge, access, SamplePictures.besideTheirFile()));
  }

  private static <T> void none(PCollection<T> collection) {
    PAssert.that(collection)
        .satisfies(
            all -> {
              assertFalse(all.iterator().hasNext());
              return null;
            });
  }

  private static Pipeline pipeline() {
    return Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
  }

  @Test
  void everyTurnHasAVerdictByTheRules() {
    Pipeline pipeline = pipeline();
    Result result =
        judged(pipeline, ModelJudge.plain(), ACCESS, answered("a", "So.", "mumble", " "));
    PAssert.that(result.samples())
        .satisfies(
            all -> {
              List<Turn> turns = all.iterator().next().turns();
              Verdict first = turns.get(0).verdict().orElseThrow();
              assertEquals(5, first.score(JudgeDimension.TCC).orElseThrow());
              assertEquals(0, first.score(JudgeDimension.ITS).orElseThrow(), "no picture");
              assertEquals(
                  new Verdict.Unscored("malformed_reply"), turns.get(1).verdict().orElseThrow());
              Verdict.Scored none = (Verdict.Scored) turns.get(2).verdict().orElseThrow();
              assertEquals(ModelJudge.RULES, none.by());
              return null;
            });
    none(result.bad());
    PipelineResult ended = pipeline.run();
    ended.waitUntilFinish();
    assertEquals(
        3,
        ended
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named("seir.judge", "model_calls"))
                    .build())
            .getCounters()
            .iterator()
            .next()
            .getCommitted(),
        "one asking, one and its repetition, none");
  }

  private static Models with(ChatModel judge) {
    Models plain = models();
    return new Models(
        plain.language(),
        plain.vision(),
        plain.image(),
        judge,
        plain.encoder(),
        plain.judgeEncoder(),
        plain.safety(),
        plain.imageSafety(),
        4,
        Map.of());
  }

  /** A judge that says how many pictures it was shown, and rates every question with a 3. */
  private static Models counting() {
    return with(
        request -> {
          int shown = request.messages().get(1).pictures().size();
          return new ChatReply(
              request.format().name().equals("judge_question")
                  ? "{\"QR\": 3}"
                  : "{\"TCC\": 5, \"ICC\": %d, \"IQ\": 5, \"ITS\": 5}".formatted(shown),
              1,
              1);
        });
  }

  /** What a judge that is asked for one scale at a time has seen, by its score on it. */
  private static Models scaleByScale() {
    return with(
        request -> {
          String text = request.messages().get(1).text();
          int shown = request.messages().get(1).pictures().size();
          String scale = request.format().name().replace("judge_", "").toUpperCase(Locale.ROOT);
          boolean asExpected =
              switch (scale) {
                case "TCC" -> shown == 0 && text.contains("So.") && text.contains("Because.");
                case "ICC" ->
                    shown == 2
                        && !text.contains("So.")
                        && text.contains("1: of the reference; 2: of the answer");
                case "IQ" -> shown == 1 && !text.contains("Why?");
                default -> shown == 1 && text.contains("So.") && !text.contains("Because.");
              };
          return new ChatReply("{\"%s\": %d}".formatted(scale, asExpected ? 4 : 1), 1, 1);
        });
  }

  /** Each scale by what it needs, with a reference; what is missing decides, not a call. */
  @Test
  void eachScaleMayBeAskedForByItself(@TempDir Path folder) throws Exception {
    for (String name : List.of("own.png", "good.png")) {
      Files.write(folder.resolve(name), Scripted.painter().draw(new ImageRequest(name, 0)).bytes());
    }
    SampleLine.Place place = new SampleLine.Place(0, 0, "", Optional.of(folder.toString()));
    List<Sample> samples =
        List.of(
            SampleLine.parse(
                "{\"id\": \"whole\", \"question\": \"Why?\", \"answer\": \"So.\", \"image\": \"own.png\","
                    + " \"reference\": \"Because.\", \"reference_image\": \"good.png\"}",
                place),
            SampleLine.parse(
                "{\"id\": \"textless\", \"question\": \"Why?\", \"image\": \"own.png\"}", place));
    Pipeline pipeline = pipeline();
    Result result =
        pipeline
            .apply(Create.of(samples))
            .apply(
                "Judge",
                JudgeSamples.of(
                    ModelJudge.plain().withEachScaleByItself().withReferences(),
                    ModelAccess.to(JudgeSamplesTest::scaleByScale),
                    SamplePictures.besideTheirFile()));
    PAssert.that(result.samples())
        .satisfies(
            all -> {
              for (Sample sample : all) {
                Verdict verdict = sample.turns().get(0).verdict().orElseThrow();
                boolean whole = sample.id().equals("whole");
                assertEquals(
                    whole ? List.of(4, 4, 4, 4) : List.of(0, 1, 4, 0),
                    List.copyOf(new EnumMap<>(((Verdict.Scored) verdict).scores()).values()));
                assertEquals(whole ? 4 : 2, sample.usage().get(JudgeSamples.STAGE).total().calls());
              }
              return null;
            });
    none(result.bad());
    pipeline.run().waitUntilFinish();
  }

  @Test
  void theJudgeMayBeShownEarlierPicturesAndRateQuestions(@TempDir Path folder) throws Exception {
    Sample sample = Sample.of("a");
    for (int turn = 0; turn < 3; turn++) {
      Files.write(
          folder.resolve(turn + ".png"),
          Scripted.painter().draw(new ImageRequest("picture " + turn, 0)).bytes());
      sample =
          sample.plus(
              Turn.asking("Why?").withAnswer("So.").withImage(ImageRef.named(turn + ".png")));
    }
    for (int most : new int[] {0, 1, 2}) {
      Pipeline pipeline = pipeline();
      Judge judge = QuestionJudge.with(ModelJudge.plain().withHistoryImages(most));
      Result result =
          pipeline
              .apply(Create.of(List.of(sample)))
              .apply(
                  "Judge",
                  JudgeSamples.of(
                      judge,
                      ModelAccess.to(JudgeSamplesTest::counting),
                      SamplePictures.in(folder.toString())));
      PAssert.that(result.samples())
          .satisfies(
              all -> {
                List<Verdict> verdicts =
                    all.iterator().next().turns().stream()
                        .map(turn -> turn.verdict().orElseThrow())
                        .toList();
                for (int turn = 0; turn < 3; turn++) {
                  assertEquals(
                      1 + Math.min(turn, most),
                      verdicts.get(turn).score(JudgeDimension.ICC).orElseThrow());
                  assertEquals(OptionalDouble.of(3), verdicts.get(turn).questionRating());
                }
                return null;
              });
      none(result.bad());
      pipeline.run().waitUntilFinish();
    }
  }

  /** What is not judged yet is a bad record, with what was asked. */
  @Test
  void aSpentBudgetMakesBadRecords() {
    Prices price = new Prices.Known(new BigDecimal(100_000), BigDecimal.ZERO, BigDecimal.ZERO);
    Budget budget =
        new Budget.Limited(BigDecimal.ONE, BigDecimal.ZERO, Map.of(ModelRole.JUDGE, price), 1);
    Pipeline pipeline = pipeline();
    Result result =
        judged(
            pipeline,
            ModelJudge.plain(),
            ACCESS.withBudget(budget),
            answered("a", "One.", "Two.", "Three."));
    none(result.samples());
    PAssert.that(result.bad())
        .satisfies(
            all -> {
              BadRecord bad = all.iterator().next();
              assertEquals(Budget.REACHED, bad.reason());
              assertEquals("judge", bad.stage());
              assertEquals(1, bad.usage().get("judge").total().calls());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  /** A judge of one's own is a lambda. */
  @Test
  void aJudgeMayComeFromOutside() {
    Judge own =
        context -> {
          if (context.sample().id().equals("no")) {
            throw ModelException.permanentFault("not_today", "ask again");
          }
          return Collections.nCopies(
              context.sample().turns().size(), new Verdict.Unscored("too_good"));
        };
    Pipeline pipeline = pipeline();
    Result result = judged(pipeline, own, ACCESS, answered("yes", "So."), answered("no", "So."));
    PAssert.that(result.samples())
        .satisfies(
            all -> {
              assertEquals(
                  new Verdict.Unscored("too_good"),
                  all.iterator().next().turns().get(0).verdict().orElseThrow());
              return null;
            });
    PAssert.that(result.bad())
        .satisfies(
            all -> {
              assertEquals("not_today", all.iterator().next().reason());
              return null;
            });
    pipeline.run().waitUntilFinish();

    Pipeline tooFew = pipeline();
    judged(tooFew, context -> List.of(), ACCESS, answered("a", "So."))
        .bad()
        .apply("Taken", Count.globally());
    Exception e = assertThrows(Exception.class, () -> tooFew.run().waitUntilFinish());
    assertTrue(String.valueOf(e.getMessage()).contains("0 verdicts for 1 turns"), e.getMessage());
  }

  private static FastJudge fast() {
    Map<JudgeDimension, ScaleModel> scales = new EnumMap<>(JudgeDimension.class);
    double[] none = {0};
    for (JudgeDimension dimension : JudgeDimension.values()) {
      scales.put(
          dimension,
          new ScaleModel(
              new LinearModel(0, none, new double[] {1}, new double[] {3}, 1),
              Curve.NONE,
              0,
              new Curve(new double[] {1, 4}, new double[] {2, 0.1})));
    }
    return FastJudge.of(
        new Calibration(
            Calibration.FEATURES,
            "e",
            "human",
            40,
            List.of(Feature.REDUNDANCY.key()),
            Calibration.Absent.MEAN,
            scales));
  }

  /** The clear one is decided by the fast judge, the other goes to the model. */
  @Test
  void aCascadeAsksTheModelWhereItIsNotClear() {
    List<Sample> samples = new ArrayList<>();
    for (double redundancy : new double[] {1, 0}) {
      Sample sample = answered("r" + (int) redundancy, "So.");
      Features features = Features.of(Map.of(Feature.REDUNDANCY, redundancy));
      samples.add(sample.withLast(sample.turns().get(0).withFeatures(features)));
    }
    Pipeline pipeline = pipeline();
    Result result =
        judged(
            pipeline,
            CascadeJudge.of(fast(), 0.5, ModelJudge.plain()),
            ACCESS,
            samples.toArray(Sample[]::new));
    PAssert.that(result.samples())
        .satisfies(
            all -> {
              List<String> by = new ArrayList<>();
              all.forEach(
                  one ->
                      by.add(
                          one.id()
                              + " "
                              + ((Verdict.Scored) one.turns().get(0).verdict().orElseThrow())
                                  .by()));
              by.sort(null);
              assertEquals(List.of("r0 model", "r1 fast"), by);
              return null;
            });
    none(result.bad());
    pipeline.run().waitUntilFinish();
    IllegalStateException forgotten =
        assertThrows(IllegalStateException.class, () -> fast().judge(answered("a", "So.")));
    assertTrue(forgotten.getMessage().contains("apply ExtractFeatures first"));
  }
}
