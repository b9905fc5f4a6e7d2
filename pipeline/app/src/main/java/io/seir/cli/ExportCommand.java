package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.SampleFiles;
import io.seir.data.SampleSource;
import io.seir.export.ExportFolder;
import io.seir.export.ExportFormat;
import io.seir.export.ExportSettings;
import io.seir.export.ExportShards;
import io.seir.export.Splits;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.Condition;
import io.seir.report.ExportReport;
import io.seir.report.ExportStatistics;
import io.seir.run.RunFolder;
import io.seir.sample.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A data set to what a trainer loads. */
@Command(
    name = "export",
    description = {
      "Writes data in the form that a trainer loads, with a data card.",
      "",
      "The data are a data set, judged answers, or anything else that ./seir score reads.",
      "",
      "A sample that does not fit is left out, counted, and named in left-out.jsonl."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir export --data out/demo --format hf --out out/hf",
      "  ./seir export --data out/demo --format llama-factory --split train=0.9,test=0.1 --out out/lf",
      "  ./seir export --data out/board --format swift --where 'its>=4 && tcc>=4' --out out/good",
      "  ./seir export --data out/demo --format trl --preferences text --out out/dpo",
      "  ./seir export --data out/demo --format diffusion-dpo --preferences image --out out/pairs",
      "  ./seir export --data out/demo --format bagel-edit --similarity 0.95 --out out/edits"
    })
final class ExportCommand implements Callable<Integer> {
  /** Samples of a shard: enough for a file worth opening, few enough for several workers. */
  private static final int SAMPLES_IN_SHARD = 500;

  private static final int GOOD_JPEG = 92;

  /** The names of the formats, for help texts. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ExportShards.formats().keySet().iterator();
    }
  }

  @Mixin private final DataOptions from = new DataOptions();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      required = true,
      completionCandidates = Formats.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String format = "";

  @Mixin private final SplitOptions parts = new SplitOptions();

  @Option(
      names = "--picture-in",
      paramLabel = "assistant|user",
      defaultValue = "assistant",
      description =
          "In chats: the answer shows the picture, to learn to answer with pictures; or the question"
              + " does, to learn to understand them (default: ${DEFAULT-VALUE}).")
  private Side pictureIn = Side.ASSISTANT;

  @Option(
      names = "--image-token",
      paramLabel = "TEXT",
      description = "Stands for a picture in a text (default: the format's own, mostly <image>).")
  private String imageToken = "";

  @Option(
      names = "--jpeg",
      paramLabel = "QUALITY",
      description =
          "Pictures as JPEG of this quality, 1 to 100 (default: as they are, or 92 where a format"
              + " needs JPEG).")
  private @Nullable Integer jpeg;

  @Option(
      names = "--absolute-paths",
      description = "Name pictures by absolute paths (default: relative to --out).")
  private boolean absolute;

  @Mixin private final PairOptions pairs = new PairOptions();
  @Mixin private final CardOptions card = new CardOptions();

  /** The hash of all lines, in their order. */
  private String content = "";

  @Mixin private final JobOptions run = new JobOptions();
  @Spec private CommandSpec command = CommandSpec.create();

  /** Whose words a picture belongs to. */
  enum Side {
    ASSISTANT,
    USER
  }

  @Override
  public Integer call() throws Exception {
    ExportFormat form = form();
    Condition condition = from.condition();
    Splits splits = parts.splits();
    pairs.check(command, form);
    if (pairs.needsNoPrompt()) {
      run.warnIfUseless("no model is asked", "--prompts");
    }
    run.warnIfUseless(
        "nothing here is random, and no features are extracted", "--seed", "--kernels");
    run.warnIfUseless("nothing is written anew", "--language");
    ModelsConfig models = run.models();
    PipelineOptions options =
        run.runner.pipeline(Math.max(2, Runtime.getRuntime().availableProcessors()));
    run.checkOut();
    if (jpeg != null) {
      Usage.within("--jpeg", jpeg, 1, 100);
    }
    String template = card.template();
    SampleFiles files = SampleFiles.of("--data", from.paths, SAMPLES_IN_SHARD);
    ExportStatistics statistics = new ExportStatistics();
    BitSet repeated = parts.repeated(files, condition, splits);
    Splits all = look(files, condition, splits, statistics, repeated);
    pairs.check(models, form);
    try (RunFolder folder = run.claim(fingerprint(models))) {
      String root = Locations.name(folder.path());
      ExportFolder.sweep(folder.path());
      ExportSettings settings = settings(form, files, models, root);
      Pipeline pipeline = Pipeline.create(options);
      ExportShards shards =
          ExportShards.of(files.ranges(), format, settings).withSplits(all).without(repeated);
      pipeline.apply("Export", condition == null ? shards : shards.where(condition::holds));
      PipelineRun.run(
          pipeline,
          "Exporting",
          files.samples(),
          files.samples(),
          ExportShards.STAGE,
          run.runner.failure());
      ExportFolder export = ExportFolder.read(settings);
      form.finish(export);
      ExportReport report = new ExportReport(export, format, statistics);
      report.write(card.title(from.paths), card.license, CardOptions.records(from.paths), template);
      report.print(System.out);
      if (export.examples().isEmpty()) {
        System.err.println("seir: no sample gave an example; the reasons are above");
        return Seir.FAILED;
      }
      return 0;
    }
  }

  private ExportFormat form() {
    ExportFormat form = ExportShards.formats().get(format);
    if (form == null) {
      throw new InputException(
          "--format '"
              + format
              + "' is not known; known: "
              + String.join(", ", ExportShards.formats().keySet()));
    }
    return form;
  }

  /** Reads all samples once, for the card and for the sizes of subsets. */
  private Splits look(
      SampleFiles files,
      @Nullable Condition condition,
      Splits splits,
      ExportStatistics statistics,
      BitSet repeated)
      throws IOException {
    List<Double> places = new ArrayList<>();
    MessageDigest digest = Fingerprints.sha256();
    for (SampleSource source : files.ranges()) {
      source.read(
          sample -> {
            String line = sample.source().map(Sample.Source::line).orElse(sample.id());
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            boolean taken = !repeated.get(Math.toIntExact(sample.index()));
            if (taken && WhereOption.takes(condition, sample)) {
              statistics.add(sample, splits.split(sample));
              if (parts.hasSubsets() && splits.split(sample).equals(splits.first())) {
                places.add(Splits.place(sample));
              }
            }
          });
    }
    content = HexFormat.of().formatHex(digest.digest());
    return parts.withSubsets(splits, places);
  }

  private ExportSettings settings(
      ExportFormat form, SampleFiles files, ModelsConfig models, String root) {
    return new ExportSettings(
        root,
        from.pictures(),
        imageToken,
        pictureIn == Side.ASSISTANT,
        jpeg != null ? jpeg : form.needsJpeg() ? GOOD_JPEG : 0,
        absolute,
        files.systems().size() > 1,
        pairs.preferences(),
        pairs.gap(),
        pairs.rater(models, () -> run.access(models, root)),
        pairs.edits(models),
        card.about(from.paths));
  }

  private TreeMap<String, String> fingerprint(ModelsConfig models) {
    TreeMap<String, String> fingerprint = run.fingerprint();
    fingerprint.remove("seed");
    fingerprint.put("data", from.paths + " sha256:" + content);
    fingerprint.put("images", from.images.toString());
    fingerprint.put("format", format);
    fingerprint.put("where", String.valueOf(from.where.expression));
    parts.mark(fingerprint);
    fingerprint.put("pictures", pictureIn + " " + imageToken + " " + jpeg + " " + absolute);
    fingerprint.put("card", card.stated(from.paths));
    pairs.mark(fingerprint, models);
    return fingerprint;
  }
}
