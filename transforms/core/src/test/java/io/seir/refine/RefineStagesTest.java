package io.seir.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.Scripted;
import io.seir.ask.ModelAccess;
import io.seir.blob.BlobLocation;
import io.seir.blob.SamplePictures;
import io.seir.judge.JudgeSamples;
import io.seir.judge.ModelJudge;
import io.seir.model.Models;
import io.seir.prompt.Markup;
import io.seir.sample.BadRecord;
import io.seir.sample.BadRecords;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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

class RefineStagesTest {
  private static final ModelAccess ACCESS = ModelAccess.to(RefineStagesTest::models);

  @TempDir Path folder;

  /** Topics with "mad" get replies nobody can read; every first draft is to be revised once. */
  static Models models() {
    return Scripted.models(
        (form, prompt) -> {
          String topic = Markup.read(prompt, "topic").orElse("");
          String question = Markup.read(prompt, "question").orElse("");
          String caption = Markup.read(prompt, "caption").orElse("");
          if (topic.contains("mad")) {
            return "no JSON today";
          }
          return switch (form) {
            case "question_draft" -> "{\"question\": \"What of " + topic + "?\"}";
            case "question_review" -> review(question.contains("Show"));
            case "question_revise" -> "{\"question\": \"" + question + " Show it.\"}";
            case "answer_draft" -> "{\"answer\": \"This.\", \"caption\": \"a thing\"}";
            case "answer_review" -> review(true);
            case "image_review" -> review(caption.contains("large"));
            case "image_revise" -> "{\"caption\": \"a large thing\"}";
            case "judge" ->
                question.contains("unjudgeable")
                    ? "TCC: five"
                    : "{\"TCC\": 5, \"ICC\": 4, \"IQ\": 3, \"ITS\": 2}";
            default -> throw new IllegalStateException(form);
          };
        });
  }

  private static String review(boolean accept) {
    return accept
        ? "{\"decision\": \"accept\", \"rating\": 5, \"suggestion\": \"\"}"
        : "{\"decision\": \"revise\", \"rating\": 2, \"suggestion\": \"do it\"}";
  }

  private static Sample topic(int index, String topic) {
    return Sample.ofTopic("d" + index, Topic.of(topic), List.of("***"))
        .withIndex(index)
        .withSeed(index);
  }

  @Test
  void aTurnIsRefinedJudgedAndWhatFailsIsABadRecord() {
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
    String root = folder.toString();
    BadRecords bad = new BadRecords();
    PCollection<Sample> judged =
        pipeline
            .apply(Create.of(topic(1, "cats"), topic(2, "mad"), topic(3, "unjudgeable")))
            .apply("Question", RefineQuestion.of(ACCESS).withDepth(2))
            .samples(bad)
            .apply("Answer", RefineAnswer.of(ACCESS).withDepth(2))
            .samples(bad)
            .apply("Image", RefineImage.of(ACCESS, BlobLocation.folder(root)).withDepth(2))
            .samples(bad)
            .apply("Judge", JudgeSamples.of(ModelJudge.plain(), ACCESS, SamplePictures.in(root)))
            .samples(bad);

    PAssert.that(judged)
        .satisfies(
            all -> {
              List<String> seen = new ArrayList<>();
              for (Sample one : all) {
                Turn turn = one.turns().get(0);
                assertEquals("This.", turn.answer().orElseThrow());
                assertEquals("a large thing", turn.caption().orElseThrow());
                assertEquals(
                    2, turn.lineageOf("image").orElseThrow().rounds().size(), "both are kept");
                assertTrue(turn.question().orElseThrow().endsWith("Show it."));
                seen.add(one.id() + " " + verdict(turn.verdict().orElseThrow()));
              }
              seen.sort(null);
              assertEquals(List.of("d1 2", "d3 malformed_reply"), seen);
              return null;
            });
    PAssert.that(bad.all(pipeline))
        .satisfies(
            all -> {
              Iterator<BadRecord> records = all.iterator();
              BadRecord record = records.next();
              assertFalse(records.hasNext());
              assertEquals(2, record.usage().get("question").total().calls(), "asked twice");
              assertEquals("d2", record.sample().id());
              assertEquals("question", record.stage());
              assertEquals("malformed_reply", record.reason());
              assertEquals("mad", record.sample().topic().orElseThrow().text());
              return null;
            });

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertEquals(2, counter(result, "seir.image", "finished"));
    assertEquals(1, counter(result, "seir.question", "bad_records"));
    assertEquals(
        2 * 4, counter(result, "seir.question", "model_calls"), "draft, review, revise, review");
    assertEquals(1, counter(result, "seir.judge", "unscored_turns"));
  }

  private static String verdict(Verdict verdict) {
    return verdict instanceof Verdict.Scored scored
        ? scored.scores().get(JudgeDimension.ITS).toString()
        : ((Verdict.Unscored) verdict).reason();
  }

  /** One's own question, one's own answer, and a stage by itself. */
  @Test
  void stagesWorkAloneOnWhatASampleBrings() {
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
    Sample own =
        Sample.ofQuestion("own", "Why?")
            .withLast(Turn.asking("Why?").withAnswer("Because.").withCaption("a thing"));
    BadRecords bad = new BadRecords();
    PCollection<Sample> refined =
        pipeline
            .apply(Create.of(own, Sample.ofQuestion("new", "Why not?"), Sample.of("nothing")))
            .apply("Answer", RefineAnswer.of(ACCESS).withDepth(1))
            .samples(bad);
    PAssert.that(refined)
        .satisfies(
            all -> {
              List<String> seen = new ArrayList<>();
              all.forEach(
                  one ->
                      seen.add(
                          one.id()
                              + " "
                              + one.turns().get(0).answer().orElseThrow()
                              + " "
                              + one.spent().get("answer").total().calls()));
              seen.sort(null);
              assertEquals(List.of("new This. 2", "own Because. 1"), seen, "own drafts are free");
              return null;
            });
    PAssert.that(bad.all(pipeline))
        .satisfies(
            all -> {
              assertEquals("no_question", all.iterator().next().reason());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static PipelineResult run(java.util.function.Consumer<Result> use) {
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
    use.accept(
        pipeline
            .apply(Create.of(Sample.ofQuestion("q", "Why?")))
            .apply("My answers", RefineAnswer.of(ACCESS).withDepth(0)));
    return pipeline.run();
  }

  @Test
  void aPipelineThatForgetsBadRecordsIsRefusedBeforeItRuns() {
    IllegalStateException forgotten =
        assertThrows(IllegalStateException.class, () -> run(result -> {}));
    assertTrue(
        forgotten.getMessage().matches("My answers/.*: nothing takes the bad records.*"),
        forgotten.getMessage());
    assertThrows(
        IllegalStateException.class,
        () -> run(result -> result.samples(new BadRecords())),
        "gathered, and then left");
    assertThrows(IllegalStateException.class, () -> run(Result::bad), "looked at, and left");
    run(result -> result.bad().apply("Taken", Count.globally())).waitUntilFinish();
  }

  private static long counter(PipelineResult result, String space, String name) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder().addNameFilter(MetricNameFilter.named(space, name)).build())
        .getCounters()
        .iterator()
        .next()
        .getCommitted();
  }
}
