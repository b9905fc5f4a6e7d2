package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.ask.ModelAccess;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.InputFile;
import io.seir.data.SampleFiles;
import io.seir.data.SampleSource;
import io.seir.export.About;
import io.seir.export.ExportFolder;
import io.seir.export.ExportFormat;
import io.seir.export.ExportSettings;
import io.seir.export.ExportShards;
import io.seir.export.PictureRater;
import io.seir.export.Preferences;
import io.seir.export.Splits;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.Condition;
import io.seir.pipeline.EncoderRater;
import io.seir.pipeline.JudgeRater;
import io.seir.report.DataCard;
import io.seir.report.ExportReport;
import io.seir.report.ExportStatistics;
import io.seir.run.RunFiles;
import io.seir.run.RunFolder;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
      "Writes a data set, judged answers or any data that is read here in the form that a trainer loads,",
      "with a data card.",
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
      "  ./seir export --data out/demo --format diffusion-dpo --preferences image --out out/pairs"
    })
final class ExportCommand implements Callable<Integer> {
  /** Samples of a shard: enough for a file worth opening, few enough for several workers. */
  private static final int SAMPLES_IN_SHARD = 500;

  private static final int GOOD_JPEG = 92;
  private static final double ENCODER_GAP = 0.06;
  private static final double JUDGE_GAP = 0.5;
  private static final double RATING_GAP = 1;
  private static final Pattern SUBSET = Pattern.compile("([1-9][0-9]*)(k|m)?");

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

  @Option(
      names = "--split",
      paramLabel = "SHARES",
      description = "Such as train=0.9,validation=0.05,test=0.05 (default: all in train).")
  private @Nullable String split;

  @Option(
      names = "--duplicates",
      paramLabel = "DIR",
      description =
          "What ./seir dedup wrote for the same --data: a sample that repeats one in an earlier split"
              + " is left out and counted.")
  private @Nullable Path duplicates;

  @Option(
      names = "--split-by",
      paramLabel = "topic|category|dialogue",
      defaultValue = "topic",
      description = "What stays together (default: ${DEFAULT-VALUE}).")
  private Splits.By splitBy = Splits.By.TOPIC;

  @Option(
      names = "--subsets",
      paramLabel = "SIZES",
      split = ",",
      description =
          "Nested subsets of the first split beside it, such as 25k,50k: each holds the smaller ones.")
  private List<String> subsets = new ArrayList<>();

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

  @Option(
      names = "--preferences",
      paramLabel = "text|image",
      description =
          "Instead of examples, pairs of a better and a worse round of one turn: of answers, or of"
              + " pictures for the final caption.")
  private @Nullable Preferences preferences;

  @Option(
      names = "--gap",
      paramLabel = "POINTS",
      description =
          "How much better the better one is rated at least (default: 1 for texts, by the critic, or"
              + " if only it was accepted; for pictures 0.06 by the encoder, 0.5 by the judge).")
  private @Nullable Double gap;

  @Option(
      names = "--rate-with",
      paramLabel = "encoder|judge",
      defaultValue = "encoder",
      description =
          "With --preferences image: who rates both pictures anew against the final caption (default:"
              + " ${DEFAULT-VALUE}).")
  private Rater rateWith = Rater.ENCODER;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "Title of the data card (default: the name of the first of --data).")
  private @Nullable String name;

  @Option(
      names = "--license",
      paramLabel = "ID",
      defaultValue = About.NOT_STATED,
      description = "Licence that the card states, such as cc-by-4.0 (default: ${DEFAULT-VALUE}).")
  private String license = About.NOT_STATED;

  @Option(
      names = "--creator",
      paramLabel = "NAME",
      defaultValue = About.NOT_STATED,
      description = "Who answers for the data, for cards (default: ${DEFAULT-VALUE}).")
  private String creator = About.NOT_STATED;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "./",
      description = "Where the export is going to be, for cards (default: ${DEFAULT-VALUE}).")
  private String url = "./";

  @Option(
      names = "--card",
      paramLabel = "FILE",
      description = "Template of your own for the data card, with places such as {{counts}}.")
  private @Nullable Path card;

  /** The hash of all lines, in their order. */
  private String content = "";

  @Mixin private final JobOptions run = new JobOptions();
  @Spec private CommandSpec command = CommandSpec.create();

  /** Whose words a picture belongs to. */
  enum Side {
    ASSISTANT,
    USER
  }

  /** Who rates the pictures of a pair. */
  enum Rater {
    ENCODER,
    JUDGE
  }

  @Override
  public Integer call() throws Exception {
    ExportFormat form = form();
    Condition condition = from.condition();
    Splits splits = splits();
    if (preferences != Preferences.IMAGE) {
      Usage.refuse(command, "--preferences image", "--rate-with", "--models");
    }
    if (preferences == null) {
      Usage.refuse(command, "--preferences", "--gap");
    }
    if (rateWith == Rater.ENCODER) {
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
    String template = template();
    SampleFiles files = SampleFiles.of("--data", from.paths, SAMPLES_IN_SHARD);
    ExportStatistics statistics = new ExportStatistics();
    BitSet repeated = repeated(files, condition, splits);
    Splits all = look(files, condition, splits, statistics, repeated);
    if (rateWith == Rater.JUDGE) {
      Endpoints.check(models);
    } else if (preferences == Preferences.IMAGE && !models.trusts(ModelRole.ENCODER)) {
      throw new InputException(
          "the embedded encoder has seen its own pictures alone; name an encoder in --models"
              + " (docs/encoders.md), or give --rate-with judge");
    }
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
      report.write(title(), license, records(), template);
      report.print(System.out);
      if (export.examples().isEmpty()) {
        System.err.println("seir: no sample gave an example; the reasons are above");
        return Seir.FAILED;
      }
      return 0;
    }
  }

  private String template() {
    String template = card == null ? "" : InputFile.read(card, "the card's template");
    try {
      DataCard.check(template);
      return template;
    } catch (IllegalArgumentException e) {
      throw new InputException("--card " + card + ": " + e.getMessage());
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
    Preferences wanted = preferences == null ? Preferences.NONE : preferences;
    if (!form.preferences().contains(wanted)) {
      List<String> able =
          ExportShards.formats().values().stream()
              .filter(one -> one.preferences().contains(wanted))
              .map(ExportFormat::name)
              .toList();
      throw new InputException(
          wanted == Preferences.NONE
              ? "--format " + format + " holds pairs; give --preferences image"
              : "--format "
                  + format
                  + " holds no pairs of "
                  + (wanted == Preferences.TEXT ? "texts" : "pictures")
                  + "; these do: "
                  + String.join(", ", able));
    }
    return form;
  }

  private Splits splits() {
    try {
      return split == null ? Splits.NONE : Splits.parse(split, splitBy);
    } catch (IllegalArgumentException e) {
      throw new InputException("--split: " + e.getMessage());
    }
  }

  /** Samples that repeat others in an earlier split, by their indexes. */
  private BitSet repeated(SampleFiles files, @Nullable Condition condition, Splits splits)
      throws IOException {
    if (duplicates == null) {
      return new BitSet();
    }
    AcrossSplits across = AcrossSplits.read(duplicates, splits.names());
    for (SampleSource source : files.ranges()) {
      source.read(
          sample -> {
            if (WhereOption.takes(condition, sample)) {
              across.look(sample, splits.split(sample));
            }
          });
    }
    return across.later();
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
              if (!subsets.isEmpty() && splits.split(sample).equals(splits.first())) {
                places.add(Splits.place(sample));
              }
            }
          });
    }
    content = HexFormat.of().formatHex(digest.digest());
    Collections.sort(places);
    Map<String, Double> below = new LinkedHashMap<>();
    for (String size : subsets) {
      Matcher number = SUBSET.matcher(size.strip());
      if (!number.matches()) {
        throw new InputException("--subsets: '" + size + "' is no size such as 500 or 25k");
      }
      String unit = number.group(2) == null ? "" : number.group(2);
      long count =
          Long.parseLong(number.group(1))
              * (unit.equals("k") ? 1000 : unit.equals("m") ? 1_000_000 : 1);
      if (count >= places.size()) {
        throw new InputException(
            "--subsets: "
                + size
                + " is not fewer than the "
                + places.size()
                + " samples of "
                + splits.first());
      }
      below.put(splits.first() + "_" + size.strip(), places.get((int) count));
    }
    try {
      return splits.withSubsets(below);
    } catch (IllegalArgumentException e) {
      throw new InputException("--subsets: " + e.getMessage());
    }
  }

  private ExportSettings settings(
      ExportFormat form, SampleFiles files, ModelsConfig models, String root) {
    Preferences pairs = preferences == null ? Preferences.NONE : preferences;
    PictureRater rater = PictureRater.NONE;
    double least = RATING_GAP;
    if (pairs == Preferences.IMAGE) {
      boolean judge = rateWith == Rater.JUDGE;
      ModelAccess access = run.access(models, root);
      rater = judge ? new JudgeRater(access) : new EncoderRater(models);
      least = judge ? JUDGE_GAP : ENCODER_GAP;
    }
    return new ExportSettings(
        root,
        from.pictures(),
        imageToken,
        pictureIn == Side.ASSISTANT,
        jpeg != null ? jpeg : form.needsJpeg() ? GOOD_JPEG : 0,
        absolute,
        files.systems().size() > 1,
        pairs,
        gap == null ? least : gap,
        rater,
        new About(title(), license, creator, url, date(from.paths.get(0))));
  }

  private String title() {
    return name == null
        ? String.valueOf(from.paths.get(0).toAbsolutePath().normalize().getFileName())
        : name;
  }

  /** The day on which the data were finished: the same however often they are exported. */
  private static String date(Path first) {
    Path file = first.resolve(RunFiles.RUN_RECORD);
    try {
      return Files.getLastModifiedTime(Files.exists(file) ? file : first)
          .toInstant()
          .atZone(ZoneOffset.UTC)
          .toLocalDate()
          .toString();
    } catch (IOException e) {
      throw InputException.unreadable("--data " + first, e);
    }
  }

  /** The records of the runs that made the data, by name; missing where nobody knows. */
  private Map<String, JsonNode> records() throws IOException {
    Map<String, JsonNode> records = new LinkedHashMap<>();
    for (Path path : from.paths) {
      Path file = path.resolve(RunFiles.RUN_RECORD);
      JsonNode record =
          Files.isDirectory(path) && Files.exists(file)
              ? JsonCoder.mapper().readTree(Files.readString(file))
              : DataCard.unknown();
      if (record.path("merged").isObject()) {
        record
            .path("merged")
            .properties()
            .forEach(one -> put(records, one.getKey(), one.getValue()));
      } else {
        put(records, String.valueOf(path.toAbsolutePath().normalize().getFileName()), record);
      }
    }
    return records;
  }

  /** Folders of one name are not one run. */
  private static void put(Map<String, JsonNode> records, String name, JsonNode record) {
    String free = name;
    for (int again = 2; records.containsKey(free); again++) {
      free = name + "-" + again;
    }
    records.put(free, record);
  }

  private TreeMap<String, String> fingerprint(ModelsConfig models) {
    TreeMap<String, String> fingerprint = run.fingerprint();
    fingerprint.remove("seed");
    fingerprint.put("data", from.paths + " sha256:" + content);
    fingerprint.put("images", String.valueOf(from.images));
    fingerprint.put("format", format);
    fingerprint.put("where", String.valueOf(from.where.expression));
    fingerprint.put("split", split + " " + splitBy + " " + subsets);
    fingerprint.put(
        "duplicates",
        duplicates == null ? "none" : Fingerprints.of(duplicates.resolve(RunFiles.DUPLICATES)));
    fingerprint.put("pictures", pictureIn + " " + imageToken + " " + jpeg + " " + absolute);
    fingerprint.put("card", title() + " " + license + " " + creator + " " + url);
    fingerprint.put("preferences", preferences + " " + gap + " " + rateWith);
    if (preferences == Preferences.IMAGE) {
      models.identities().forEach((role, identity) -> fingerprint.put("models." + role, identity));
    }
    return fingerprint;
  }
}
