package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.sample.Features;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
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
 * Writes queries with their neighbours as {@code neighbours-*.jsonl}: one line per query, in order,
 * {@value #QUERIES} queries per file. Returns the number of lines in each file.
 */
final class WriteNeighbours extends PTransform<PCollection<FoundRow>, PCollection<Integer>> {
  private static final long serialVersionUID = 1;
  private static final long QUERIES = 1000;

  private final String folder;
  private final QueryKind kind;

  private WriteNeighbours(String folder, QueryKind kind) {
    this.folder = folder;
    this.kind = kind;
  }

  /**
   * To a folder.
   *
   * @param folder absolute, or with any scheme that {@link Locations} knows
   */
  static WriteNeighbours to(String folder, QueryKind kind) {
    return new WriteNeighbours(folder, kind);
  }

  @Override
  public PCollection<Integer> expand(PCollection<FoundRow> rows) {
    SerializableFunction<FoundRow, Long> file = found -> found.query() / QUERIES;
    return rows.apply("File", WithKeys.of(file).withKeyType(TypeDescriptors.longs()))
        .apply("Gather", GroupByKey.create())
        .apply("Write", ParDo.of(new Lines(folder, kind)));
  }

  private static final class Lines extends DoFn<KV<Long, Iterable<FoundRow>>, Integer> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final QueryKind kind;
    private final Counter finished = Metrics.counter("seir." + SearchDataSet.NAME, "finished");

    Lines(String folder, QueryKind kind) {
      this.folder = folder;
      this.kind = kind;
    }

    @ProcessElement
    public void processElement(
        @Element KV<Long, Iterable<FoundRow>> file, OutputReceiver<Integer> out)
        throws IOException {
      List<FoundRow> rows = new ArrayList<>();
      file.getValue().forEach(rows::add);
      rows.sort(Comparator.comparingLong(FoundRow::query).thenComparingInt(FoundRow::place));
      List<String> lines = new ArrayList<>();
      int from = 0;
      for (int to = 1; to <= rows.size(); to++) {
        if (to == rows.size() || rows.get(to).place() == 0) {
          lines.add(line(rows.get(from), rows.subList(from + 1, to)).toString());
          from = to;
        }
      }
      String name = String.format(Locale.ROOT, "%s-%05d.jsonl", SearchDataSet.NAME, file.getKey());
      AtomicFile.write(Locations.path(folder).resolve(name), lines);
      finished.inc(lines.size());
      out.output(lines.size());
    }

    private ObjectNode line(FoundRow query, List<FoundRow> nearest) {
      ObjectNode line = JsonCoder.mapper().createObjectNode();
      line.set("query", kind.json(query));
      ArrayNode all = line.putArray("nearest");
      for (FoundRow found : nearest) {
        ObjectNode one = all.addObject().put("score", Features.rounded(found.score()));
        describe(one, found);
      }
      return line;
    }
  }

  /** Adds what is known about a row to its object. */
  static void describe(ObjectNode json, FoundRow found) {
    FoundRow.Name name = found.name().orElseThrow();
    json.put("row", found.row()).put("id", name.id());
    name.system().filter(of -> !of.isEmpty()).ifPresent(of -> json.put("model", of));
    json.put("turn", name.turn());
    found
        .text()
        .ifPresent(
            text -> {
              text.question().ifPresent(question -> json.put("question", question));
              text.answer().ifPresent(answer -> json.put("answer", answer));
              text.image().ifPresent(image -> json.put("image", image));
            });
  }
}
