package io.seir.data;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes records as JSON lines in the order of their samples' indexes, in files of 1,000
 * consecutive ones each, or another requested number: {@code NAME-00000.jsonl} and so on. Files
 * appear only when complete, and are the same whatever the order of arrival. Returns a summary of
 * the records in each file, made from what was written, so that a retried bundle counts once.
 *
 * @param <T> a record
 * @param <R> the summary of a file's records
 */
public final class WriteShards<T, R> extends PTransform<PCollection<T>, PCollection<R>> {
  private static final long serialVersionUID = 1;

  /** Consecutive indexes in a file. */
  static final long SHARD = 1000;

  /**
   * How records become lines.
   *
   * @param sample the sample that a record is about
   * @param line the record, without the end of the line
   * @param summary the summary of a file's records
   */
  public record Lines<T, R>(
      SerializableFunction<T, Sample> sample,
      SerializableFunction<T, String> line,
      SerializableFunction<List<T>, R> summary)
      implements Serializable {
    private long index(T record) {
      return sample.apply(record).index();
    }
  }

  /** Writes the records of a file in another format next to it. */
  public interface Beside<T> extends Serializable {
    /**
     * Writes one more file for a file of lines.
     *
     * @param base the name of the file of lines, without its ending
     */
    void write(Path base, List<T> records) throws IOException;
  }

  private final String folder;
  private final String files;
  private final Lines<T, R> lines;
  private final Class<R> summary;
  private final Beside<T> beside;
  private final long perFile;

  private WriteShards(
      String folder,
      String name,
      Lines<T, R> lines,
      Class<R> summary,
      Beside<T> beside,
      long perFile) {
    this.folder = folder;
    this.files = name;
    this.lines = lines;
    this.summary = summary;
    this.beside = beside;
    this.perFile = perFile;
  }

  /**
   * Writes only lines.
   *
   * @param folder absolute, or with any scheme that {@link Locations} knows
   * @param name of the files; may begin with a folder below
   */
  public static <T, R> WriteShards<T, R> of(
      String folder, String name, Lines<T, R> lines, Class<R> summary) {
    return new WriteShards<>(folder, name, lines, summary, (base, records) -> {}, SHARD);
  }

  /** Also writes every file in another format next to it. */
  public WriteShards<T, R> with(Beside<T> form) {
    return new WriteShards<>(folder, files, lines, summary, form, perFile);
  }

  /** With a different number of consecutive indexes per file. */
  public WriteShards<T, R> perFile(long indexes) {
    if (indexes < 1) {
      throw new IllegalArgumentException("expected at least 1 index per file, got " + indexes);
    }
    return new WriteShards<>(folder, files, lines, summary, beside, indexes);
  }

  @Override
  public PCollection<R> expand(PCollection<T> records) {
    Lines<T, R> how = lines;
    long indexes = perFile;
    SerializableFunction<T, Long> shard = record -> how.index(record) / indexes;
    Gather<T> gathering = Gather.by(shard, records.getCoder());
    return records
        .apply("Gather", gathering)
        .apply("Write", ParDo.of(new Write<>(folder, files, gathering, lines, beside)))
        .setCoder(JsonCoder.of(summary));
  }

  private static final class Write<T, R> extends DoFn<KV<Long, Iterable<byte[]>>, R> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final String name;
    private final Gather<T> gathering;
    private final Lines<T, R> lines;
    private final Beside<T> beside;

    Write(String folder, String name, Gather<T> gathering, Lines<T, R> lines, Beside<T> beside) {
      this.folder = folder;
      this.name = name;
      this.gathering = gathering;
      this.lines = lines;
      this.beside = beside;
    }

    @ProcessElement
    public void processElement(@Element KV<Long, Iterable<byte[]>> shard, OutputReceiver<R> out)
        throws IOException {
      List<T> records = gathering.unpack(shard.getValue());
      records.sort(
          Comparator.<T>comparingLong(lines::index).thenComparing(one -> lines.line().apply(one)));
      String base = String.format(Locale.ROOT, "%s-%05d", name, shard.getKey());
      Path root = Locations.path(folder);
      beside.write(root.resolve(base), records);
      AtomicFile.write(
          root.resolve(base + ".jsonl"),
          records.stream().map(one -> lines.line().apply(one)).toList());
      out.output(lines.summary().apply(records));
    }
  }
}
