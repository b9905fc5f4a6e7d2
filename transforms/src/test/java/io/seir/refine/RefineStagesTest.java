package io.seir.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.Scripted;
import io.seir.ask.Asking;
import io.seir.ask.BadRecords;
import io.seir.blob.LocalBlobStore;
import io.seir.dialogue.BadRecord;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.DialogueSeed;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.Topic;
import io.seir.dialogue.Turn;
import io.seir.judge.JudgeDimension;
import io.seir.judge.JudgeTurns;
import io.seir.judge.JudgedDialogue;
import io.seir.judge.Verdict;
import io.seir.model.Models;
import io.seir.prompt.Markup;
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
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefineStagesTest {
  private static final Asking ASKING = Asking.of(RefineStagesTest::models);

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

  private static Dialogue dialogue(int index, String topic) {
    return Dialogue.begin(
        new DialogueSeed("d" + index, index, index, Topic.of(topic), List.of("***")));
  }

  @Test
  void aTurnIsRefinedJudgedAndWhatFailsIsABadRecord() {
    Pipeline pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
    String root = folder.toString();
    BadRecords bad = new BadRecords();
    RefinementConfig config = RefinementConfig.ofDepth(2);
    PCollection<JudgedDialogue> judged =
        pipeline
            .apply(
                Create.of(
                        List.of(
                            dialogue(1, "cats"), dialogue(2, "mad"), dialogue(3, "unjudgeable")))
                    .withCoder(JsonCoder.of(Dialogue.class)))
            .apply("Question", RefineQuestion.of(config, ASKING, bad))
            .apply("Answer", RefineAnswer.of(config, ASKING, bad))
            .apply(
                "Image",
                RefineImage.of(config, ASKING, () -> new LocalBlobStore(Path.of(root)), bad))
            .apply("Judge", JudgeTurns.of(ASKING, () -> new LocalBlobStore(Path.of(root)), bad));

    PAssert.that(judged)
        .satisfies(
            all -> {
              List<String> seen = new ArrayList<>();
              for (JudgedDialogue one : all) {
                Turn turn = one.dialogue().turns().get(0);
                assertEquals("This.", turn.answer());
                assertEquals("a large thing", turn.caption());
                assertEquals(2, turn.lineage().image().rounds().size(), "both pictures kept");
                assertTrue(turn.question().endsWith("Show it."));
                seen.add(one.dialogue().seed().id() + " " + verdict(one.verdicts().get(0)));
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
              assertEquals(
                  2, record.usage().get("question").total().calls(), "asked twice in vain");
              assertEquals("d2", record.id());
              assertEquals("question", record.stage());
              assertEquals("malformed_reply", record.reason());
              assertEquals("mad", record.seed().topic().text());
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

  private static long counter(PipelineResult result, String space, String name) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder().addNameFilter(MetricNameFilter.named(space, name)).build())
        .getCounters()
        .iterator()
        .next()
        .getAttempted();
  }
}
