package io.seir.export;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.data.SampleSource;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes samples to the files of a format. Samples that are read together become one shard, written
 * as they are read, so that memory holds one sample (and a row group of Parquet) at a time, and the
 * bytes do not depend on the runner. A finished shard leaves a report, and is not written again
 * when the export is resumed.
 */
public final class ExportShards extends PTransform<PBegin, PCollection<ShardReport>> {
  private static final long serialVersionUID = 1;

  /** Its name in metrics. */
  public static final String STAGE = "export";

  /** Why samples are left out that repeat others in an earlier split. */
  public static final String REPEATED = "near_duplicate_in_earlier_split";

  private final List<Shard> shards;
  private final How how;

  private record Shard(int number, SampleSource source) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private record How(
      String format,
      ExportSettings settings,
      Splits splits,
      SerializableFunction<Sample, Boolean> filter,
      BitSet repeated)
      implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private ExportShards(List<Shard> shards, How how) {
    this.shards = List.copyOf(shards);
    this.how = how;
  }

  /**
   * All samples, in one split.
   *
   * @param sources each becomes a shard, in this order
   * @param format name of a format on the class path
   * @throws IllegalArgumentException naming the known formats, if the name is unknown
   */
  public static ExportShards of(
      List<SampleSource> sources, String format, ExportSettings settings) {
    format(format);
    List<Shard> shards = new ArrayList<>();
    sources.forEach(source -> shards.add(new Shard(shards.size(), source)));
    return new ExportShards(
        shards, new How(format, settings, Splits.NONE, sample -> true, new BitSet()));
  }

  /** In several splits. */
  public ExportShards withSplits(Splits splits) {
    return new ExportShards(
        shards, new How(how.format, how.settings, splits, how.filter, how.repeated));
  }

  /** Exports only samples that pass the filter. */
  public ExportShards where(SerializableFunction<Sample, Boolean> filter) {
    return new ExportShards(
        shards, new How(how.format, how.settings, how.splits, filter, how.repeated));
  }

  /**
   * Leaves out and counts samples that repeat others in an earlier split, given by their indexes.
   */
  public ExportShards without(BitSet repeated) {
    How own = new How(how.format, how.settings, how.splits, how.filter, repeated);
    return new ExportShards(shards, own);
  }

  /** The formats on the class path, by name. */
  public static SortedMap<String, ExportFormat> formats() {
    SortedMap<String, ExportFormat> formats = new TreeMap<>();
    ServiceLoader.load(ExportFormat.class, ExportShards.class.getClassLoader())
        .forEach(format -> formats.put(format.name(), format));
    return formats;
  }

  private static ExportFormat format(String name) {
    ExportFormat format = formats().get(name);
    if (format == null) {
      throw new IllegalArgumentException(
          "the format '"
              + name
              + "' is not known; known: "
              + String.join(", ", formats().keySet()));
    }
    return format;
  }

  @Override
  public PCollection<ShardReport> expand(PBegin begin) {
    return begin
        .apply("Shards", Create.of(shards).withCoder(SerializableCoder.of(Shard.class)))
        .apply("A bundle per shard", Reshuffle.viaRandomKey())
        .apply("Export", ParDo.of(new Export(how)))
        .setCoder(JsonCoder.of(ShardReport.class));
  }

  private static final class Export extends DoFn<Shard, ShardReport> {
    private static final long serialVersionUID = 1;

    private final How how;
    private final Counter finished = Metrics.counter("seir." + STAGE, "finished");

    Export(How how) {
      this.how = how;
    }

    @ProcessElement
    public void processElement(@Element Shard shard, OutputReceiver<ShardReport> out)
        throws IOException {
      Path root = Locations.path(how.settings.folder());
      Path file =
          root.resolve(ExportFolder.REPORTS)
              .resolve(String.format(Locale.ROOT, "%05d.json", shard.number));
      if (Files.exists(file)) {
        ShardReport done = JsonCoder.mapper().readValue(Files.readString(file), ShardReport.class);
        finished.inc(done.samples());
        out.output(done);
        return;
      }
      ShardReport report;
      try (Writers writers = new Writers(root, shard.number, how)) {
        try {
          shard.source.read(
              sample -> {
                writers.add(sample);
                finished.inc();
              });
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
        report = writers.finish();
      }
      AtomicFile.write(
          file, JsonCoder.mapper().writeValueAsString(report).getBytes(StandardCharsets.UTF_8));
      out.output(report);
    }
  }

  /** The files of one shard, one per split. */
  private static final class Writers implements AutoCloseable {
    private record Open(ExportWriter writer, Path part, Path whole) {}

    private final Path root;
    private final int number;
    private final How how;
    private final ExportFormat format;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final SortedMap<String, Long> examples = new TreeMap<>();
    private final SortedMap<String, String> files = new TreeMap<>();
    private final SortedMap<String, Long> left = new TreeMap<>();
    private final List<String> ids = new ArrayList<>();
    private long samples;
    private long filtered;

    Writers(Path root, int number, How how) {
      this.root = root;
      this.number = number;
      this.how = how;
      this.format = format(how.format);
    }

    void add(Sample sample) {
      samples++;
      if (!how.filter.apply(sample)) {
        filtered++;
        return;
      }
      if (how.repeated.get(Math.toIntExact(sample.index()))) {
        left.merge(REPEATED, 1L, Long::sum);
        ids.add(sample.id() + "\t" + REPEATED);
        return;
      }
      ExportSample one = new ExportSample(sample, how.settings);
      try {
        for (String split : how.splits.of(sample)) {
          int written = writer(split).writer.write(one);
          examples.merge(split, (long) written, Long::sum);
        }
      } catch (LeftOutException e) {
        left.merge(e.label(), 1L, Long::sum);
        ids.add(one.id() + "\t" + e.label());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Open writer(String split) throws IOException {
      Open known = open.get(split);
      if (known != null) {
        return known;
      }
      String name = format.file(split, number);
      Path whole = root.resolve(name);
      boolean local = Locations.isLocal(whole);
      Path part =
          local
              ? whole.resolveSibling("." + UUID.randomUUID() + AtomicFile.PART)
              : whole; // an object appears when it is whole
      if (local) {
        Files.createDirectories(part.toAbsolutePath().getParent());
      }
      Open begun = new Open(format.open(part, split, how.settings), part, whole);
      open.put(split, begun);
      files.put(split, name);
      return begun;
    }

    /** Moves the files to their places; those without any examples are deleted. */
    ShardReport finish() throws IOException {
      for (String split : List.copyOf(open.keySet())) {
        Open one = Objects.requireNonNull(open.get(split));
        one.writer.close();
        open.remove(split);
        if (examples.getOrDefault(split, 0L) == 0) {
          Files.deleteIfExists(one.part);
          files.remove(split);
          examples.remove(split);
        } else if (!one.part.equals(one.whole)) {
          Files.move(
              one.part,
              one.whole,
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return new ShardReport(number, samples, filtered, examples, files, left, ids);
    }

    /** Deletes unfinished files, whatever else went wrong. */
    @Override
    public void close() throws IOException {
      for (Open one : open.values()) {
        try {
          one.writer.close();
        } catch (IOException | RuntimeException e) {
          continue; // what made the shard fail is told already
        } finally {
          Files.deleteIfExists(one.part);
        }
      }
      open.clear();
    }
  }
}
