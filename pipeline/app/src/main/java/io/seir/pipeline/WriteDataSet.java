package io.seir.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.data.DialogueLine;
import io.seir.dialogue.BadRecord;
import io.seir.dialogue.JsonCoder;
import io.seir.judge.JudgedDialogue;
import io.seir.refine.RefinementConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Writes one kind of record as sorted JSONL files of 1,000 consecutive dialogues each, and gives
 * back what was written as tallies. The files are the same whatever the order of arrival.
 */
final class WriteDataSet<T> extends PTransform<PCollection<T>, PCollection<RunTally>> {
  private static final long serialVersionUID = 1;
  private static final long SHARD = 1000;

  private final String folder;
  private final String name;
  private final Coder<T> coder;
  private final Format<T> format;

  /** How a record is written and counted. */
  interface Format<T> extends java.io.Serializable {
    long index(T record);

    String line(T record);

    RunTally tally(T record);
  }

  private WriteDataSet(String folder, String name, Coder<T> coder, Format<T> format) {
    this.folder = folder;
    this.name = name;
    this.coder = coder;
    this.format = format;
  }

  /** Writes {@code dialogues-*.jsonl}. */
  static WriteDataSet<JudgedDialogue> dialogues(String folder, Wave wave, RefinementConfig config) {
    return new WriteDataSet<>(
        folder, name("dialogues", wave), JsonCoder.of(JudgedDialogue.class), new Dialogues(config));
  }

  /** Writes {@code rejected/rejected-*.jsonl}. */
  static WriteDataSet<RejectedDialogue> rejected(
      String folder, Wave wave, RefinementConfig config) {
    return new WriteDataSet<>(
        folder,
        name("rejected/rejected", wave),
        JsonCoder.of(RejectedDialogue.class),
        new Rejected(config));
  }

  /** Writes {@code bad/bad-*.jsonl}. */
  static WriteDataSet<BadRecord> bad(String folder, Wave wave) {
    return new WriteDataSet<>(
        folder, name("bad/bad", wave), JsonCoder.of(BadRecord.class), new Bad());
  }

  /** A wave may begin within a shard, so all but the first have their number in the name. */
  private static String name(String kind, Wave wave) {
    String number =
        wave.number() == 0 ? "" : String.format(Locale.ROOT, "wave%04d-", wave.number());
    return kind + "-" + number + "%05d.jsonl"; // sorts after those of the first
  }

  @Override
  public PCollection<RunTally> expand(PCollection<T> records) {
    Format<T> how = format;
    SerializableFunction<T, Long> shard = record -> how.index(record) / SHARD;
    return records
        .apply("Shard", WithKeys.of(shard).withKeyType(TypeDescriptors.longs()))
        .setCoder(
            org.apache.beam.sdk.coders.KvCoder.of(
                org.apache.beam.sdk.coders.VarLongCoder.of(), coder))
        .apply("Gather", GroupByKey.create())
        .apply("Write", ParDo.of(new Write<>(folder, name, format)))
        .setCoder(JsonCoder.of(RunTally.class));
  }

  private static final class Write<T> extends DoFn<KV<Long, Iterable<T>>, RunTally> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final String name;
    private final Format<T> format;

    Write(String folder, String name, Format<T> format) {
      this.folder = folder;
      this.name = name;
      this.format = format;
    }

    @ProcessElement
    public void processElement(@Element KV<Long, Iterable<T>> shard, OutputReceiver<RunTally> out)
        throws IOException {
      List<T> records = new ArrayList<>();
      shard.getValue().forEach(records::add);
      records.sort(Comparator.comparingLong(format::index));
      AtomicFile.write(
          Locations.path(folder).resolve(String.format(Locale.ROOT, name, shard.getKey())),
          records.stream().map(format::line).toList());
      out.output(records.stream().map(format::tally).reduce(RunTally.NONE, RunTally::plus));
    }
  }

  private record Dialogues(RefinementConfig config) implements Format<JudgedDialogue> {
    @Override
    public long index(JudgedDialogue judged) {
      return judged.dialogue().seed().index();
    }

    @Override
    public String line(JudgedDialogue judged) {
      return DialogueLine.of(judged);
    }

    @Override
    public RunTally tally(JudgedDialogue judged) {
      return RunTally.of(judged, config);
    }
  }

  private record Rejected(RefinementConfig config) implements Format<RejectedDialogue> {
    @Override
    public long index(RejectedDialogue rejected) {
      return rejected.judged().dialogue().seed().index();
    }

    @Override
    public String line(RejectedDialogue rejected) {
      return DialogueLine.rejected(rejected.judged(), rejected.reason());
    }

    @Override
    public RunTally tally(RejectedDialogue rejected) {
      return RunTally.of(rejected, config);
    }
  }

  private record Bad() implements Format<BadRecord> {
    @Override
    public long index(BadRecord bad) {
      return bad.seed().index();
    }

    @Override
    public String line(BadRecord bad) {
      try {
        return JsonCoder.mapper().writeValueAsString(bad);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a bad record is always JSON", e);
      }
    }

    @Override
    public RunTally tally(BadRecord bad) {
      return RunTally.of(bad);
    }
  }
}
