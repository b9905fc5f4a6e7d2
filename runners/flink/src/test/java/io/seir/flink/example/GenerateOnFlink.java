package io.seir.flink.example;

import io.seir.ask.ModelAccess;
import io.seir.blob.BlobLocation;
import io.seir.blob.SamplePictures;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteSamples;
import io.seir.journal.JournalFolder;
import io.seir.judge.JudgeSamples;
import io.seir.judge.ModelJudge;
import io.seir.model.ModelsConfig;
import io.seir.refine.RefineTurn;
import io.seir.refine.RefinementConfig;
import io.seir.sample.BadRecords;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;

/** Dialogues about one's own topics, generated on Flink from code. */
public final class GenerateOnFlink {
  private GenerateOnFlink() {}

  /** Runs the job, on the cluster at {@code master} or, for {@code [local]}, in this process. */
  public static void run(String master, List<String> topics, ModelsConfig models, String out) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster(master);
    Pipeline pipeline = Pipeline.create(options);
    ModelAccess access = ModelAccess.to(models).withJournal(new JournalFolder(out + "/journal"));
    List<Sample> samples =
        topics.stream()
            .map(t -> Sample.ofTopic("t" + topics.indexOf(t), Topic.of(t), List.of("***")))
            .toList();
    BadRecords bad = new BadRecords();
    pipeline
        .apply("Topics", Create.of(samples))
        .apply("Turn", RefineTurn.of(RefinementConfig.ofDepth(1), access, BlobLocation.folder(out)))
        .samples(bad)
        .apply("Judge", JudgeSamples.of(ModelJudge.plain(), access, SamplePictures.in(out)))
        .samples(bad)
        .apply("Write", WriteSamples.to(out));
    bad.all(pipeline).apply("Write bad", WriteBadRecords.to(out));
    pipeline.run().waitUntilFinish();
  }
}
