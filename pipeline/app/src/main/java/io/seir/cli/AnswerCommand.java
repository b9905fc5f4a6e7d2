package io.seir.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.ReadSamples;
import io.seir.data.SampleFiles;
import io.seir.input.QuestionSet;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.AnswerQuestions;
import io.seir.run.RunFiles;
import io.seir.run.RunFolder;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns a question set into answers that can be judged. */
@Command(
    name = "answer",
    description = {
      "Has models answer a question set, for ./seir judge to score.",
      "",
      "The language model writes a text and a caption, the image model draws the caption."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir answer --limit 50 --system embedded --out out/answers",
      "  ./seir answer --models qwen.yaml --system qwen --out out/qwen",
      "  ./seir judge --answers out/qwen --out out/board",
      "",
      "Writes answers-*.jsonl and images."
    })
final class AnswerCommand implements Callable<Integer> {
  @Option(
      names = "--questions",
      paramLabel = "FILE",
      description =
          "Questions to answer: JSONL with id and question (default: the 635 shipped questions).")
  private @Nullable Path questions;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Answer only N of the shipped questions, spread over all topics.")
  private @Nullable Integer limit;

  @Option(
      names = "--system",
      paramLabel = "NAME",
      defaultValue = "answers",
      description = "Name of the system in leaderboards (default: ${DEFAULT-VALUE}).")
  private String system = "answers";

  @Mixin private final JobOptions run = new JobOptions();

  @Override
  public Integer call() throws Exception {
    ModelsConfig models = run.models();
    PipelineOptions options = run.runner.pipeline(Endpoints.bundles(models));
    run.checkOut();
    if (questions != null && limit != null) {
      throw new InputException(
          "--limit applies only to the shipped questions; leave out --limit or --questions");
    }
    if (limit != null) {
      Usage.within("--limit", limit, 1, QuestionSet.shipped().size());
    }
    if (questions != null) {
      files(questions);
    }
    run.warnIfUseless("no features are extracted", "--kernels");
    Endpoints.check(models);
    try (RunFolder folder = run.claim(fingerprint(models))) {
      Path set = questions;
      if (set == null) {
        set = folder.path().resolve("questions.jsonl");
        AtomicFile.write(set, QuestionSet.shipped(limit == null ? Integer.MAX_VALUE : limit));
      }
      SampleFiles files = files(set);
      String root = Locations.name(folder.path());
      Pipeline pipeline = Pipeline.create(options);
      AnswerQuestions.build(
          pipeline,
          ReadSamples.of(files).withSeed(run.seed.value),
          run.access(models, root),
          system,
          root);
      PipelineRun.run(
          pipeline,
          "Answering",
          2 * files.samples(),
          files.samples(),
          "image",
          run.runner.failure());
      return report(folder.path(), files.samples(), models);
    }
  }

  private static int report(Path folder, long asked, ModelsConfig models) throws IOException {
    long bad = BadFiles.count(folder);
    System.out.printf(
        "%d of %d questions answered%nAnswers   %s%nNext      ./seir judge --answers %s --out"
            + " DIR%n",
        asked - bad, asked, folder.resolve("answers-*.jsonl"), folder);
    ObjectNode record = JsonCoder.mapper().createObjectNode();
    record.put("asked", asked).put("answered", asked - bad);
    record.set("models", JsonCoder.mapper().valueToTree(GenerationRecord.models(models)));
    AtomicFile.write(folder.resolve(RunFiles.ANSWERS), List.of(record.toString()));
    BadFiles.tell(folder, bad, "questions were not answered");
    return bad == asked ? Seir.FAILED : 0;
  }

  private static SampleFiles files(Path set) {
    SampleFiles files = SampleFiles.of("--questions", List.of(set), SampleFiles.SAMPLES_IN_RANGE);
    if (files.turns() != files.samples()) {
      throw new InputException(
          "--questions "
              + set
              + " contains dialogues; give single questions, one {id, question} per line");
    }
    return files;
  }

  private TreeMap<String, String> fingerprint(ModelsConfig models) {
    TreeMap<String, String> fingerprint = run.fingerprint();
    fingerprint.put("questions", Fingerprints.of(questions) + " " + limit);
    models.identities().forEach((role, identity) -> fingerprint.put("models." + role, identity));
    return fingerprint;
  }
}
