package io.seir.cli;

import io.seir.data.OutputFolder;
import io.seir.dialogue.Topic;
import io.seir.pipeline.RunPlan;
import io.seir.refine.RefinementConfig;
import io.seir.report.ContactSheet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Topics to a data set. */
@Command(
    name = "generate",
    description = "Makes dialogues of text and pictures about topics, refined and judged.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir generate --samples 24 --turns 2 --depth 2 --seed 7 --out out/demo",
      "  ./seir generate --samples 500 --turns 1-4 --topics my-topics.txt --out out/mine",
      "  ./seir generate --samples 50 --question-depth 0 --image-depth 3 --select last --out out/last",
      "",
      "Exit code: 0 done, 1 the work failed, 2 bad usage. Nothing is written over."
    })
final class GenerateCommand implements Callable<Integer> {
  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "24",
      description = "How many dialogues to ask for (default: ${DEFAULT-VALUE}).")
  private long samples;

  @Option(
      names = "--turns",
      paramLabel = "N|A-B",
      defaultValue = "2",
      converter = TurnRange.Converter.class,
      description =
          "Turns of a dialogue, or a range the seed draws from (default: ${DEFAULT-VALUE}).")
  private TurnRange turns = new TurnRange(2, 2);

  @Mixin private final RefinementOptions refinement = new RefinementOptions();
  @Mixin private final RunOptions run = new RunOptions();
  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    RunOptions.within("--samples", samples, 1, RunOptions.MOST_SAMPLES);
    RefinementConfig config = refinement.config();
    List<Topic> topics = run.topics();
    RunPlan plan =
        new RunPlan(run.seed, samples, turns.fewest(), turns.most(), topics, run.templates());
    PipelineOptions options = run.pipeline(beamOptions);
    Path folder = OutputFolder.claim(run.out);
    PipelineRun.Outcome outcome =
        PipelineRun.generate("Generating", options, run, plan, config, folder);
    writeContactSheet(folder);
    boolean any = Summary.print(System.out, folder, outcome);
    if (!any) {
      System.err.println("seir: no dialogue was accepted; " + folder.resolve("bad") + " says why");
    }
    return any ? 0 : Seir.FAILED;
  }

  /** The data set is finished already, so a fault here is only told. */
  private static void writeContactSheet(Path folder) {
    try {
      ContactSheet.write(folder);
    } catch (IOException | RuntimeException | LinkageError e) {
      System.err.println("seir: no contact sheet: " + Failure.line(e));
    }
  }
}
