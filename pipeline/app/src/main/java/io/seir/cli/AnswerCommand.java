package io.seir.cli;

import io.seir.ask.Asking;
import io.seir.ask.Budget;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.data.EntryFiles;
import io.seir.data.InputException;
import io.seir.data.QuestionSet;
import io.seir.data.RunFolder;
import io.seir.data.RunSettings;
import io.seir.journal.JournalFolder;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.AnswerQuestions;
import io.seir.pipeline.PlanDialogues;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** A question set to answers that can be judged. */
@Command(
    name = "answer",
    description = {
      "Lets models answer a question set, for ./seir judge.",
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
      description = "JSONL with id and question (default: the shipped 635 questions).")
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
      description =
          "What the answers shall be called in a leaderboard (default: ${DEFAULT-VALUE}).")
  private String system = "answers";

  @Mixin private final JobOptions run = new JobOptions();
  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    ModelsConfig models = run.models();
    PipelineOptions options = run.pipeline(beamOptions, Endpoints.bundles(models));
    if (questions != null && limit != null) {
      throw new InputException("--limit goes with the shipped questions");
    }
    if (limit != null) {
      JobOptions.within("--limit", limit, 1, QuestionSet.shipped().size());
    }
    if (questions != null) {
      files(questions);
    }
    run.idle("nothing is scored", "--kernels");
    Endpoints.check(models);
    try (RunFolder folder = RunFolder.claim(run.out, run.resume, settings(models))) {
      Path set = questions;
      if (set == null) {
        set = folder.path().resolve("questions.jsonl");
        AtomicFile.write(set, QuestionSet.shipped(limit == null ? Integer.MAX_VALUE : limit));
      }
      EntryFiles files = files(set);
      String root = Locations.name(folder.path());
      Asking asking =
          new Asking(
              models, new JournalFolder(root + "/" + RunFolder.JOURNAL), Budget.UNLIMITED, 0);
      Pipeline pipeline = Pipeline.create(options);
      AnswerQuestions.build(pipeline, files.ranges(), asking, system, run.seed.value, root);
      PipelineRun.run(
          pipeline,
          "Answering",
          files.entries(),
          files.entries(),
          "answer",
          run.failure(beamOptions));
      long bad = lines(folder.path(), AnswerQuestions.BAD);
      System.out.printf(
          "%d of %d questions answered%nAnswers   %s%nJudge     ./seir judge --answers %s --out DIR%n",
          files.entries() - bad,
          files.entries(),
          folder.path().resolve("answers-*.jsonl"),
          folder.path());
      AtomicFile.write(
          folder.path().resolve(RunFolder.ANSWERS),
          List.of(
              String.format(
                  "{\"asked\": %d, \"answered\": %d}", files.entries(), files.entries() - bad)));
      if (bad > 0) {
        System.err.printf(
            "seir: %d questions got no answer; the reasons are in %s%n",
            bad, folder.path().resolve("bad-*.jsonl"));
      }
      return bad == files.entries() ? Seir.FAILED : 0;
    }
  }

  private static EntryFiles files(Path set) {
    EntryFiles files = EntryFiles.of("--questions", List.of(set), PlanDialogues.MOST_IN_RANGE);
    if (files.turns() != files.entries()) {
      throw new InputException("--questions " + set + " holds dialogues; give id and question");
    }
    return files;
  }

  private static long lines(Path folder, String name) throws IOException {
    long lines = 0;
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name + "-*.jsonl")) {
      for (Path file : found) {
        lines += Files.readAllLines(file).size();
      }
    }
    return lines;
  }

  private RunSettings settings(ModelsConfig models) {
    TreeMap<String, String> matter = new TreeMap<>();
    matter.put("questions", JobOptions.source(questions) + " " + limit);
    matter.put("seed", Long.toString(run.seed.value));
    models.identities().forEach((role, identity) -> matter.put("models." + role, identity));
    matter.put("seir", Versions.all().getOrDefault("seir", ""));
    return new RunSettings(matter, new TreeMap<>(), 0);
  }
}
