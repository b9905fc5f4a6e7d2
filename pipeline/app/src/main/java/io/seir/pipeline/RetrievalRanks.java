package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.sample.JsonCoder;
import io.seir.similar.RowRanks;
import io.seir.similar.RowSet;
import io.seir.similar.TurnLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Writes the rank of every text's own picture among all pictures, and vice versa: {@code
 * ranks-*.jsonl} (1 is first; equal scores share a rank) and {@code ranks.json} (recall at 1, 5 and
 * 10, median rank; a median beyond 4,096 is rounded down to 12 binary digits).
 */
public final class RetrievalRanks
    extends PTransform<PCollection<RowRanks>, PCollection<RetrievalRanks.Tally>> {
  private static final long serialVersionUID = 1;

  /** Its summary. */
  public static final String SUMMARY = "ranks.json";

  private static final String NAME = "ranks";
  private static final long ROWS_IN_FILE = 10_000;
  private static final int[] AT = {1, 5, 10};
  private static final int EXACT = 4096;

  private final String folder;
  private final PCollectionView<KV<RowSet, RowSet>> sets;

  private RetrievalRanks(String folder, PCollectionView<KV<RowSet, RowSet>> sets) {
    this.folder = folder;
    this.sets = sets;
  }

  /**
   * To a folder.
   *
   * @param folder absolute, or with any scheme that {@link Locations} knows
   * @param sets texts and images, which know the names of their rows
   */
  static RetrievalRanks to(String folder, PCollectionView<KV<RowSet, RowSet>> sets) {
    return new RetrievalRanks(folder, sets);
  }

  /** How often each rank occurred, in both directions. */
  record Tally(SortedMap<Integer, Long> ofImage, SortedMap<Integer, Long> ofText) {
    Tally plus(Tally other) {
      return new Tally(sum(ofImage, other.ofImage), sum(ofText, other.ofText));
    }

    private static SortedMap<Integer, Long> sum(
        SortedMap<Integer, Long> a, SortedMap<Integer, Long> b) {
      SortedMap<Integer, Long> sum = new TreeMap<>(a);
      b.forEach((rank, count) -> sum.merge(rank, count, Long::sum));
      return sum;
    }
  }

  @Override
  public PCollection<Tally> expand(PCollection<RowRanks> ranks) {
    SerializableFunction<RowRanks, Long> file = row -> row.row() / ROWS_IN_FILE;
    SerializableBiFunction<Tally, Tally, Tally> sum = Tally::plus;
    PCollection<Tally> all =
        ranks
            .apply("File", WithKeys.of(file).withKeyType(TypeDescriptors.longs()))
            .apply("Gather", GroupByKey.create())
            .apply("Write", ParDo.of(new Lines(folder, sets)).withSideInputs(sets))
            .setCoder(JsonCoder.of(Tally.class))
            .apply("Sum", Combine.globally(sum).withoutDefaults())
            .setCoder(JsonCoder.of(Tally.class));
    return all.apply("Write summary", ParDo.of(new Summary(folder)))
        .setCoder(JsonCoder.of(Tally.class));
  }

  private static final class Lines extends DoFn<KV<Long, Iterable<RowRanks>>, Tally> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final PCollectionView<KV<RowSet, RowSet>> sets;

    Lines(String folder, PCollectionView<KV<RowSet, RowSet>> sets) {
      this.folder = folder;
      this.sets = sets;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      List<RowRanks> rows = new ArrayList<>();
      context.element().getValue().forEach(rows::add);
      rows.sort(Comparator.comparingLong(RowRanks::row));
      long from = rows.get(0).row();
      List<TurnLine> turns = context.sideInput(sets).getKey().turns(from, from + rows.size());
      List<String> lines = new ArrayList<>();
      Tally tally = new Tally(new TreeMap<>(), new TreeMap<>());
      for (int i = 0; i < rows.size(); i++) {
        ObjectNode line = JsonCoder.mapper().createObjectNode();
        line.put("id", turns.get(i).name());
        turns.get(i).system().filter(of -> !of.isEmpty()).ifPresent(of -> line.put("model", of));
        line.put("imageRank", rows.get(i).ofImage() + 1);
        line.put("textRank", rows.get(i).ofText() + 1);
        lines.add(line.toString());
        tally.ofImage().merge(rounded(rows.get(i).ofImage() + 1), 1L, Long::sum);
        tally.ofText().merge(rounded(rows.get(i).ofText() + 1), 1L, Long::sum);
      }
      String name = String.format(Locale.ROOT, "%s-%05d.jsonl", NAME, context.element().getKey());
      AtomicFile.write(Locations.path(folder).resolve(name), lines);
      context.output(tally);
    }

    private static int rounded(int rank) {
      return rank < EXACT ? rank : rank & -(Integer.highestOneBit(rank) / (EXACT / 2));
    }
  }

  private static final class Summary extends DoFn<Tally, Tally> {
    private static final long serialVersionUID = 1;

    private final String folder;

    Summary(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void processElement(@Element Tally tally, OutputReceiver<Tally> out) throws IOException {
      long pairs = tally.ofImage().values().stream().mapToLong(Long::longValue).sum();
      ObjectNode summary = JsonCoder.mapper().createObjectNode();
      summary.put("pairs", pairs);
      put(summary.putObject("textToImage"), tally.ofImage(), pairs);
      put(summary.putObject("imageToText"), tally.ofText(), pairs);
      AtomicFile.write(
          Locations.path(folder).resolve(SUMMARY),
          summary.toPrettyString().getBytes(StandardCharsets.UTF_8));
      out.output(tally);
    }

    private static void put(ObjectNode node, SortedMap<Integer, Long> ranks, long pairs) {
      for (int at : AT) {
        long within = ranks.headMap(at + 1).values().stream().mapToLong(Long::longValue).sum();
        node.put("R@" + at, within / (double) pairs);
      }
      long before = 0;
      for (Map.Entry<Integer, Long> rank : ranks.entrySet()) {
        before += rank.getValue();
        if (before > pairs / 2) {
          node.put("medianRank", rank.getKey());
          return;
        }
      }
    }
  }
}
