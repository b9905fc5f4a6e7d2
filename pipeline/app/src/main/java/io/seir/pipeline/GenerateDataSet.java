package io.seir.pipeline;

import io.seir.ask.BadRecords;
import io.seir.blob.AtomicFile;
import io.seir.blob.BlobLocation;
import io.seir.blob.LocalBlobStore;
import io.seir.blob.Locations;
import io.seir.data.RunFolder;
import io.seir.dialogue.JsonCoder;
import io.seir.judge.JudgedDialogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * The whole pipeline: seeds to dialogues to a data set in a folder; with the last wave {@code
 * run.json}.
 */
public final class GenerateDataSet {
  private GenerateDataSet() {}

  /** Adds the steps of one wave of a run. */
  public static void build(Pipeline pipeline, DataSetRun run, Wave wave) {
    String root = run.folder();
    List<String> kin = run.kin();
    BlobLocation pictures =
        () -> new LocalBlobStore(Locations.path(root), kin.stream().map(Locations::path).toList());
    BadRecords bad = new BadRecords();
    PCollection<JudgedDialogue> dialogues =
        pipeline.apply("Generate", GenerateDialogues.of(run, wave, pictures, bad));
    PCollectionList<RunTally> written = PCollectionList.empty(pipeline);
    if (run.acceptance().gates()) {
      PCollectionTuple parts =
          dialogues.apply("Accept", new SelectAccepted(run.acceptance(), wave.wanted()));
      dialogues = parts.get(SelectAccepted.ACCEPTED);
      written =
          written.and(
              parts
                  .get(SelectAccepted.REJECTED)
                  .apply("Rejected", WriteDataSet.rejected(root, wave, run.refinement())));
    }
    written
        .and(dialogues.apply("Dialogues", WriteDataSet.dialogues(root, wave, run.refinement())))
        .and(bad.all(pipeline).apply("Bad", WriteDataSet.bad(root, wave)))
        .apply("Written", Flatten.pCollections())
        .apply("Tally", Combine.globally(new Sum()))
        .setCoder(JsonCoder.of(RunTally.class))
        .apply("Run record", ParDo.of(new WriteRecord(run, wave)));
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

    private final DataSetRun run;
    private final Wave wave;

    WriteRecord(DataSetRun run, Wave wave) {
      this.run = run;
      this.wave = wave;
    }

    @ProcessElement
    public void processElement(@Element RunTally tally) throws IOException {
      Path folder = Locations.path(run.folder());
      WaveTallies.write(folder, wave, tally);
      RunTally sum = WaveTallies.sum(folder, wave.number());
      RunRecord record = new RunRecord(run, wave.to(), sum);
      if (record.finished() || wave.last()) {
        AtomicFile.write(folder.resolve(RunFolder.RUN_RECORD), List.of(record.text()));
      }
    }
  }
}
