package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.InputException;
import io.seir.data.SampleFiles;
import io.seir.data.SampleSource;
import io.seir.pipeline.Condition;
import io.seir.report.page.ReportClusters;
import io.seir.report.page.ReportMaps;
import io.seir.report.page.ReportPages;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns data into pages for looking at them. */
@Command(
    name = "report",
    description = {
      "Makes a folder of web pages for looking at data.",
      "",
      "The pages: overview, browser, every dialogue with all its rounds, systems side by side, and"
          + " scoring by hand. Given the rows that ./seir score wrote, there is also a map of the"
          + " data, similar things close together; given what ./seir dedup wrote, every dialogue"
          + " names its near-duplicates. Open index.html in a browser; no server and no network are"
          + " needed. The folder can be copied, served or put on gs:// as it is."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir report --data out/demo --out out/demo-report",
      "  ./seir report --data out/k0 --data out/k3 --out out/k0-beside-k3",
      "  ./seir report --data out/ablation --out out/ablation-report",
      "  ./seir report --data out/board --where 'its<=2' --out out/worst",
      "  ./seir report --data out/demo --vectors out/demo-features --out out/demo-on-a-map",
      "  ./seir report --data out/demo --duplicates out/demo-duplicates --out out/demo-repeats",
      "",
      "Scores given by hand are kept in the browser, and saved as lines for ./seir calibrate."
    })
final class ReportCommand implements Callable<Integer> {
  /** Files in which commands record their findings. */
  private static final List<String> RESULTS =
      List.of("ablation", "leaderboard", "agreement", "drift", "ranks", "diversity");

  @Mixin private final DataOptions from = new DataOptions();

  @Mixin private final MapOptions map = new MapOptions();

  @Option(
      names = "--duplicates",
      paramLabel = "DIR",
      description =
          "What ./seir dedup wrote for the same --data; may be given several times (default: those"
              + " --data folders that hold it).")
  private List<Path> duplicates = new ArrayList<>();

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "Title of the report (default: the names of --data).")
  private @Nullable String title;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the results; new or empty.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws Exception {
    Condition condition = from.condition();
    Usage.checkNew(out);
    ReportMaps maps = map.maps(from.paths);
    ReportClusters clusters = clusters();
    ArrayNode results = JsonCoder.mapper().createArrayNode();
    List<Path> samples = new ArrayList<>();
    for (Path path : from.paths) {
      samples.addAll(look(path, results));
    }
    Optional<SampleFiles> files =
        samples.isEmpty()
            ? Optional.empty()
            : Optional.of(SampleFiles.of("--data", samples, SampleFiles.SAMPLES_IN_RANGE));
    ReportPages pages = new ReportPages(out, from.pictures(), clusters, maps);
    long all = files.map(SampleFiles::samples).orElse(0L);
    try (ProgressBar progress = progress(all)) {
      for (SampleSource source : files.map(SampleFiles::ranges).orElse(List.of())) {
        source.read(sample -> add(pages, condition, sample, progress));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    pages.finish(
        title == null
            ? from.paths.stream()
                .map(path -> String.valueOf(path.toAbsolutePath().normalize().getFileName()))
                .collect(Collectors.joining(", "))
            : title,
        files.map(SampleFiles::systems).orElse(Set.of()).size() > 1,
        from.paths.size() == 1 ? record(from.paths.get(0)) : MissingNode.getInstance(),
        results);
    if (!pages.hasMap() && map.isAsked()) {
      System.err.println("seir: no map: no row of --vectors is of a dialogue in the report");
    }
    System.out.printf(
        "%,d of %,d dialogues%nReport    %s%n",
        pages.dialogues(), all, out.resolve(ReportPages.FIRST));
    return 0;
  }

  private ReportClusters clusters() throws IOException {
    ReportClusters clusters = new ReportClusters();
    for (Path folder : duplicates) {
      if (!Files.exists(folder.resolve(RunFiles.DUPLICATES))) {
        throw new InputException(
            "--duplicates " + folder + " is no folder that ./seir dedup wrote to its end");
      }
      clusters.read(folder);
    }
    for (Path folder : from.paths) {
      if (Files.exists(folder.resolve(RunFiles.DUPLICATES)) && !duplicates.contains(folder)) {
        clusters.read(folder);
      }
    }
    return clusters;
  }

  /** Adds what a command found in a folder; gives the data that are in it. */
  private static List<Path> look(Path path, ArrayNode results) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    boolean alone =
        Files.exists(path.resolve(RunFiles.DUPLICATES))
            && !Files.exists(path.resolve(RunFiles.RUN_RECORD));
    for (String kind : RESULTS) {
      Path file = path.resolve(kind + ".json");
      if (Files.exists(file)) {
        ObjectNode result = results.addObject();
        result.put("kind", kind).put("name", String.valueOf(path.getFileName()));
        result.set("value", JsonCoder.mapper().readTree(Files.readString(file)));
        alone |= kind.equals("agreement");
      }
    }
    List<Path> depths = new ArrayList<>();
    if (Files.exists(path.resolve(RunFiles.ABLATION))) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "depth-*")) {
        found.forEach(depths::add);
      }
      depths.sort(null);
      return depths;
    }
    return alone ? List.of() : List.of(path); // findings without data of their own
  }

  private static void add(
      ReportPages pages, @Nullable Condition condition, Sample sample, ProgressBar progress) {
    progress.step();
    if (WhereOption.takes(condition, sample)) {
      try {
        pages.add(sample);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static ProgressBar progress(long samples) {
    boolean shown = Boolean.getBoolean("seir.terminal");
    return new ProgressBarBuilder()
        .setTaskName("Report")
        .setInitialMax(samples)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(
            shown
                ? new ConsoleProgressBarConsumer(System.err)
                : new DelegatingProgressBarConsumer(line -> {}))
        .build();
  }

  private static JsonNode record(Path from) throws IOException {
    Path file = from.resolve(RunFiles.RUN_RECORD);
    return Files.isDirectory(from) && Files.exists(file)
        ? JsonCoder.mapper().readTree(Files.readString(file))
        : MissingNode.getInstance();
  }
}
