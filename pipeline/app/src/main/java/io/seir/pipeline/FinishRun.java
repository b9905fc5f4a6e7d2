package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.data.SampleFolder;
import io.seir.run.RunFiles;
import io.seir.similar.Diversity;
import io.seir.similar.DiversityInPasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The last step of a run in waves: writes {@code diversity.json} and {@code run.json} from the
 * files of the waves, read one dialogue at a time. On the runner that waves are for, a pipeline
 * would keep all of them in memory.
 */
public final class FinishRun {
  private FinishRun() {}

  /**
   * Finishes the run if no further span is needed; returns whether it did.
   *
   * @param last the last wave of the span
   */
  public static boolean ifDone(Generation run, Wave last) throws IOException {
    Path folder = Locations.path(run.target().folder());
    RunRecord record = new RunRecord(run, last.span().to(), WaveTallies.sum(folder, last.number()));
    if (!record.finished() && !last.span().last()) {
      return false;
    }
    DialoguePlan plan = run.plan();
    Diversity diversity =
        DiversityInPasses.of(
            reader ->
                SampleFolder.read(
                    folder,
                    GenerateDataSet.DIALOGUES,
                    sample -> {
                      reader.accept(sample);
                      return true;
                    }),
            plan.topics(),
            plan.templates(),
            plan.samples());
    WriteDiversity.write(run.target().folder(), diversity);
    AtomicFile.write(folder.resolve(RunFiles.RUN_RECORD), List.of(record.text()));
    return true;
  }
}
