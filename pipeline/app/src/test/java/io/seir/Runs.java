package io.seir;

import io.seir.ask.ModelAccess;
import io.seir.embedded.EmbeddedProvider;
import io.seir.input.TemplatesFile;
import io.seir.input.TopicsFile;
import io.seir.journal.FolderJournal;
import io.seir.judge.ModelJudge;
import io.seir.model.ModelSource;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DialoguePlan;
import io.seir.pipeline.FeatureSettings;
import io.seir.pipeline.GenerateDataSet;
import io.seir.pipeline.Generation;
import io.seir.pipeline.Portions;
import io.seir.pipeline.RunDetails;
import io.seir.pipeline.Span;
import io.seir.refine.RefinementConfig;
import io.seir.run.RunFiles;
import io.seir.safety.Unsafe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Runs the pipeline for tests and benchmarks. */
public final class Runs {
  private Runs() {}

  /** A plan over the shipped topics and templates. */
  public static DialoguePlan shipped(long seed, long samples, int fewestTurns, int mostTurns) {
    return new DialoguePlan(
        seed, samples, fewestTurns, mostTurns, TopicsFile.shipped(), TemplatesFile.shipped());
  }

  /** The folder, with the data set in it, made by as many at once as there are processors. */
  public static Path generate(Path folder, DialoguePlan plan, RefinementConfig config)
      throws IOException {
    return generate(folder, plan, config, ModelsConfig.all(EmbeddedProvider.NAME), 2);
  }

  /**
   * The same with chosen parallelism.
   *
   * @param parallelism bundles that the runner works on at once
   */
  public static Path generate(
      Path folder, DialoguePlan plan, RefinementConfig config, ModelSource models, int parallelism)
      throws IOException {
    return generate(folder, plan, config, models, parallelism, true);
  }

  /**
   * The same with or without the judge.
   *
   * @param judge whether turns are scored
   */
  public static Path generate(
      Path folder,
      DialoguePlan plan,
      RefinementConfig config,
      ModelSource models,
      int parallelism,
      boolean judge)
      throws IOException {
    String root = Files.createDirectories(folder).toAbsolutePath().toString();
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=DirectRunner",
                    "--enforceImmutability=false",
                    "--enforceEncodability=false",
                    "--targetParallelism=" + parallelism)
                .create());
    ModelAccess access =
        ModelAccess.to(models)
            .withJournal(() -> new FolderJournal(Path.of(root, RunFiles.JOURNAL)));
    GenerateDataSet.build(
        pipeline,
        new Generation(
            plan,
            config,
            access,
            judge ? ModelJudge.plain() : null,
            Unsafe.DROP,
            FeatureSettings.AUTO,
            Acceptance.ALL,
            new Generation.Target(root, List.of()),
            Portions.atOnce(64),
            new RunDetails(new TreeMap<>(), new TreeMap<>())),
        new Span(0, 0, plan.samples(), Math.toIntExact(plan.samples()), true).whole());
    pipeline.run().waitUntilFinish();
    return folder;
  }
}
