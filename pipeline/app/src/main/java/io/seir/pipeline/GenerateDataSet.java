package io.seir.pipeline;

import io.seir.ask.BadRecords;
import io.seir.blob.AtomicFile;
import io.seir.blob.BlobLocation;
import io.seir.blob.LocalBlobStore;
import io.seir.data.OutputFolder;
import io.seir.dialogue.JsonCoder;
import io.seir.judge.JudgedDialogue;
import io.seir.model.ModelSource;
import io.seir.refine.RefinementConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/** The whole pipeline: seeds to dialogues to a data set in a folder, {@code run.json} last. */
public final class GenerateDataSet {
  private GenerateDataSet() {}

  /**
   * Adds the pipeline's steps.
   *
   * @param folder a local folder, claimed already
   * @param about what goes into {@code run.json} beside the counts
   */
  public static void build(
      Pipeline pipeline,
      RunPlan plan,
      RefinementConfig refinement,
      ModelSource models,
      Path folder,
      TreeMap<String, Object> about) {
    String root = folder.toAbsolutePath().toString();
    BlobLocation pictures = () -> new LocalBlobStore(Path.of(root));
    BadRecords bad = new BadRecords();
    PCollection<JudgedDialogue> dialogues =
        pipeline.apply("Generate", GenerateDialogues.of(plan, refinement, models, pictures, bad));
    PCollection<RunTally> written =
        PCollectionList.of(dialogues.apply("Dialogues", WriteDataSet.dialogues(root, refinement)))
            .and(bad.all(pipeline).apply("Bad", WriteDataSet.bad(root)))
            .apply("Written", Flatten.pCollections());
    written
        .apply("Tally", Combine.globally(new Sum()))
        .setCoder(JsonCoder.of(RunTally.class))
        .apply("Run record", ParDo.of(new WriteRecord(root, plan.samples(), about)));
  }

  private static final class Sum implements SerializableFunction<Iterable<RunTally>, RunTally> {
    private static final long serialVersionUID = 1;

    @Override
    public RunTally apply(Iterable<RunTally> tallies) {
      RunTally sum = RunTally.NONE;
      for (RunTally tally : tallies) {
        sum = sum.plus(tally);
      }
      return sum;
    }
  }

  private static final class WriteRecord extends DoFn<RunTally, Void> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final long asked;
    private final TreeMap<String, Object> about;

    WriteRecord(String folder, long asked, TreeMap<String, Object> about) {
      this.folder = folder;
      this.asked = asked;
      this.about = about;
    }

    @ProcessElement
    public void processElement(@Element RunTally tally) throws IOException {
      AtomicFile.write(
          Path.of(folder, OutputFolder.RUN_RECORD), List.of(RunRecord.of(asked, tally, about)));
    }
  }
}
