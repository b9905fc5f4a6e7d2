package io.seir.cli;

import io.seir.data.InputException;
import io.seir.data.SampleFiles;
import io.seir.input.PromptsFolder;
import io.seir.input.RatedItems;
import io.seir.judge.ModelJudge;
import io.seir.prompt.PromptSet;
import io.seir.report.JudgeTraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns answers that people have scored into training data for a judge. */
@Command(
    name = "judge-training",
    description = {
      "Writes data to train a judge model on, from answers that people have scored.",
      "",
      "Each example is the judge's prompt about an answer, with the human scores as the reply."
          + " Serve the trained model as the judge in a models file, with the same --prompts. Human"
          + " scores are lines as for ./seir calibrate; several raters are averaged, and the mean"
          + " is rounded."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir judge-training --answers out/demo --human human.jsonl --out out/judge-data",
      "  ./seir judge-training --answers rated.jsonl --images . --prompts mine --out"
          + " out/judge-data",
      "",
      "Writes messages-*.jsonl (role, content) and sharegpt-*.jsonl (from, value), each a train and"
          + " a test part that share no question, images, and a dataset_info.json for"
          + " LLaMA-Factory."
    })
final class JudgeTrainingCommand implements Callable<Integer> {
  @Option(
      names = "--answers",
      paramLabel = "FILE|DIR",
      required = true,
      description = "Answers or data sets that people have scored; may be given several times.")
  private List<Path> answers = new ArrayList<>();

  @Option(
      names = "--human",
      paramLabel = "FILE",
      description =
          "Human scores: lines with \"id\" and \"human\"; may be given several times (default:"
              + " those in the answers' own lines).")
  private List<Path> human = new ArrayList<>();

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Folder that picture names are relative to (default: the folder of each file of"
              + " answers).")
  private @Nullable Path images;

  @Option(
      names = "--prompts",
      paramLabel = "DIR",
      description = "Folder with your own judge prompt and its names of the scales.")
  private @Nullable Path prompts;

  @Mixin private final JudgeAsking asking = new JudgeAsking();

  @Option(
      names = "--references",
      description = "Show the judge the reference of a line, if the line has one.")
  private boolean references;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description = "Share of the questions to put into the test part (default: ${DEFAULT-VALUE}).")
  private double heldOut;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the results; new or empty.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws Exception {
    if (!(heldOut >= 0 && heldOut <= 0.9)) {
      throw new InputException("--held-out must be from 0 to 0.9, not " + heldOut);
    }
    Usage.checkNew(out);
    SampleFiles files = SampleFiles.of("--answers", answers, SampleFiles.SAMPLES_IN_RANGE);
    List<RatedItems.Item> items = RatedItems.read(human.isEmpty() ? answers : human);
    ModelJudge judge = asking.judge();
    JudgeTraining training =
        new JudgeTraining(
            prompts == null ? PromptSet.shipped() : PromptsFolder.read(prompts),
            references ? judge.withReferences() : judge,
            JobOptions.pictures(images),
            items,
            heldOut);
    training.write(files, out);
    training.examples().forEach((part, n) -> System.out.printf("%-6s %,d examples%n", part, n));
    training.left().forEach((why, n) -> System.out.printf("left out: %,d turns, %s%n", n, why));
    if (training.examples().values().stream().allMatch(n -> n == 0)) {
      System.err.println("seir: no turn has human scores for its id; the reasons are above");
      return Seir.FAILED;
    }
    return 0;
  }
}
