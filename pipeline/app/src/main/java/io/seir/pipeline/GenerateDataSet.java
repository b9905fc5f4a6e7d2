package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.ReadSamples;
import io.seir.data.SampleFiles;
import io.seir.data.SampleLine;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteShards;
import io.seir.refine.RefinementConfig;
import io.seir.run.RunFiles;
import io.seir.sample.BadRecord;
import io.seir.sample.JsonCoder;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.similar.Diversity;
import io.seir.similar.MeasureDiversity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * The whole pipeline, from seeds to a data set in a folder. A run whose spans are a single wave
 * each writes {@code diversity.json} and {@code run.json} itself after the last span; a run in
 * several waves is finished by {@link FinishRun}.
 */
public final class GenerateDataSet {
  static final String DIALOGUES = "dialogues";

  private GenerateDataSet() {}

  /** Adds the steps of one wave of a run. */
  public static void build(Pipeline pipeline, Generation run, Wave wave) {
    RefinementConfig config = run.refinement();
    Result generated = pipeline.apply("Generate", GenerateDialogues.of(run, wave));
    PCollection<Sample> dialogues =
        generated.samples().apply("Finished", CountEnds.as(CountEnds.FINISHED));
    PCollectionList<Tally> written =
        PCollectionList.of(
            generated
                .bad()
                .apply("Not finished", CountEnds.as(CountEnds.BAD))
                .apply(
                    "Bad",
                    write(
                        run,
                        wave,
                        WriteBadRecords.NAME,
                        BadRecord::sample,
                        SampleLine::of,
                        Tally::ofBad)));
    if (run.acceptance().gates()) {
      PCollectionTuple parts =
          dialogues.apply("Accept", new SelectAccepted(run.acceptance(), wave.wanted()));
      dialogues = parts.get(SelectAccepted.ACCEPTED);
      written =
          written.and(
              parts
                  .get(SelectAccepted.REJECTED)
                  .apply(
                      "Rejected",
                      write(
                          run,
                          wave,
                          "rejected/rejected",
                          SelectAccepted.Rejected::sample,
                          one -> SampleLine.rejected(one.sample(), one.reason()),
                          one -> Tally.ofRejected(one.sample(), one.reason(), config))));
    }
    PCollection<Tally> tally =
        written
            .and(
                dialogues.apply(
                    "Dialogues",
                    write(
                        run,
                        wave,
                        DIALOGUES,
                        one -> one,
                        SampleLine::of,
                        one -> Tally.ofAccepted(one, config))))
            .apply("Written", Flatten.pCollections())
            .apply("Tally", Combine.globally(new Sum()))
            .setCoder(JsonCoder.of(Tally.class));
    if (run.inWaves(wave.span())) {
      tally.apply("Wave's tally", ParDo.of(new WriteTally(run.target().folder(), wave)));
      return;
    }
    PCollectionView<Iterable<Diversity>> diversity =
        withEarlier(pipeline, run, wave, dialogues)
            .apply(
                "Diversity",
                MeasureDiversity.ofSamples()
                    .expecting(run.plan().samples())
                    .withTopics(run.plan().topics())
                    .withTemplates(run.plan().templates()))
            .apply("Of all", View.asIterable());
    tally.apply(
        "Run record", ParDo.of(new WriteRecord(run, wave, diversity)).withSideInputs(diversity));
  }

  /** Includes the dialogues of earlier spans, which are already in the folder. */
  private static PCollection<Sample> withEarlier(
      Pipeline pipeline, Generation run, Wave wave, PCollection<Sample> dialogues) {
    List<Path> files = wave.span().number() == 0 ? List.of() : earlier(run);
    if (files.isEmpty()) {
      return dialogues;
    }
    ReadSamples read = ReadSamples.of(SampleFiles.of("", files, SampleFiles.SAMPLES_IN_RANGE));
    return PCollectionList.of(dialogues)
        .and(pipeline.apply("Earlier spans", read.withSystem("")))
        .apply("All spans", Flatten.pCollections());
  }

  private static List<Path> earlier(Generation run) {
    Path folder = Locations.path(run.target().folder());
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, DIALOGUES + "-*.jsonl")) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw InputException.unreadable(folder, e);
    }
    files.sort(null);
    return files;
  }

  private static <T> WriteShards<T, Tally> write(
      Generation run,
      Wave wave,
      String name,
      SerializableFunction<T, Sample> sample,
      SerializableFunction<T, String> line,
      SerializableFunction<T, Tally> tally) {
    SerializableFunction<List<T>, Tally> sum =
        all -> all.stream().map(tally::apply).reduce(Tally.NONE, Tally::plus);
    return WriteShards.of(
            run.target().folder(),
            wave.span().fileName(name),
            new WriteShards.Lines<>(sample, line, sum),
            Tally.class)
        .perFile(run.portions().file());
  }

  private static final class Sum implements SerializableFunction<Iterable<Tally>, Tally> {
    private static final long serialVersionUID = 1;

    @Override
    public Tally apply(Iterable<Tally> tallies) {
      Tally sum = Tally.NONE;
      for (Tally tally : tallies) {
        sum = sum.plus(tally);
      }
      return sum;
    }
  }

  private static final class WriteTally extends DoFn<Tally, Void> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final Wave wave;

    WriteTally(String folder, Wave wave) {
      this.folder = folder;
      this.wave = wave;
    }

    @ProcessElement
    public void processElement(@Element Tally tally) throws IOException {
      WaveTallies.write(Locations.path(folder), wave, tally);
    }
  }

  private static final class WriteRecord extends DoFn<Tally, Void> {
    private static final long serialVersionUID = 1;

    private final Generation run;
    private final Wave wave;
    private final PCollectionView<Iterable<Diversity>> diversity;

    WriteRecord(Generation run, Wave wave, PCollectionView<Iterable<Diversity>> diversity) {
      this.run = run;
      this.wave = wave;
      this.diversity = diversity;
    }

    @ProcessElement
    public void processElement(@Element Tally tally, ProcessContext context) throws IOException {
      Path folder = Locations.path(run.target().folder());
      WaveTallies.write(folder, wave, tally);
      Tally sum = WaveTallies.sum(folder, wave.number());
      RunRecord record = new RunRecord(run, wave.span().to(), sum);
      if (record.finished() || wave.span().last()) {
        for (Diversity found : context.sideInput(diversity)) {
          WriteDiversity.write(run.target().folder(), found);
        }
        AtomicFile.write(folder.resolve(RunFiles.RUN_RECORD), List.of(record.text()));
      }
    }
  }
}
