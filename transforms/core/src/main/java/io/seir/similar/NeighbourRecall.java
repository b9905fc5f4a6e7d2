package io.seir.similar;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.kernels.TopK;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/**
 * Measures a search for the neighbours of every row: some rows, spread evenly over the set, are
 * compared with all others, and their exact neighbours with those that were found. Rows with equal
 * scores count as equally good. Returns nothing for a set of fewer than two rows.
 */
public final class NeighbourRecall
    extends PTransform<PCollection<Neighbours>, PCollection<Recall>> {
  private static final long serialVersionUID = 1;
  private static final int LEAST = 1_000;
  private static final int MOST = 10_000;

  private final int k;
  private final RowSet set;
  private final String folder;
  private final int queries;
  private final RowSearch how;

  private NeighbourRecall(int k, RowSet set, String folder, int queries, RowSearch how) {
    this.k = k;
    this.set = set;
    this.folder = folder;
    this.queries = queries;
    this.how = how;
  }

  /**
   * Over all rows of a set of at most {@value #MOST}; of a larger one over the square root of their
   * number, but {@value #LEAST} to {@value #MOST}: a sixteenth of what a search in {@value
   * NearestByLists#PROBES} lists takes.
   *
   * @param k 1 to 62, at most as many as were looked for
   * @param set whose rows' neighbours were found
   * @param folder for a file of the chosen rows
   */
  public static NeighbourRecall at(int k, RowSet set, String folder) {
    if (k < 1 || k >= TopK.MAX - 1) {
      throw new IllegalArgumentException("k is 1 to " + (TopK.MAX - 2) + ", not " + k);
    }
    return new NeighbourRecall(k, set, folder, queries(set.rows()), RowSearch.AUTO);
  }

  /** Over another number of queries, or over all rows of a smaller set. */
  public NeighbourRecall withQueries(int number) {
    return new NeighbourRecall(k, set, folder, number, how);
  }

  public NeighbourRecall with(RowSearch search) {
    return new NeighbourRecall(k, set, folder, queries, search);
  }

  /** The default number of queries for a set of this many rows. */
  public static int queries(long rows) {
    long root = Math.round(Math.sqrt(rows));
    return (int) (rows <= MOST ? rows : Math.max(LEAST, Math.min(MOST, root)));
  }

  @Override
  public PCollection<Recall> expand(PCollection<Neighbours> found) {
    PCollection<RowSet> rows = found.getPipeline().apply(getName() + " rows", Create.of(set));
    PCollectionView<List<Neighbours>> exact =
        rows.apply(getName() + " choose", ParDo.of(new Choose(folder, queries)))
            .apply(getName() + " exact", NearestNeighbours.of(k + 1).among(set).with(how))
            .apply(getName() + " all exact", View.asList());
    PCollectionView<List<Neighbours>> chosen =
        found
            .apply("Found", ParDo.of(new Found(set.rows(), queries)))
            .apply("All found", View.asList());
    return rows.apply(
        getName() + " compare",
        ParDo.of(new Compare(k, queries, exact, chosen)).withSideInputs(exact, chosen));
  }

  /** Writes the chosen rows as a set of their own. */
  private static final class Choose extends DoFn<RowSet, RowSet> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final int queries;

    Choose(String folder, int queries) {
      this.folder = folder;
      this.queries = queries;
    }

    @ProcessElement
    public void processElement(@Element RowSet set, OutputReceiver<RowSet> out) throws IOException {
      List<Long> places = RowSample.places(set.rows(), queries);
      Path file = Locations.path(folder).resolve("queries.npy");
      AtomicFile.write(file, NpyFile.bytes(SampledRows.read(set, places)));
      out.output(
          new RowSet(
              queries + " of " + set.id(),
              set.dimension(),
              set.type(),
              List.of(RowLists.copied(file, places.size(), set))));
    }
  }

  /** Leaves what was found for the chosen rows. */
  private static final class Found extends DoFn<Neighbours, Neighbours> {
    private static final long serialVersionUID = 1;

    private final long rows;
    private final int queries;
    private transient @Nullable Set<Long> chosen;

    Found(long rows, int queries) {
      this.rows = rows;
      this.queries = queries;
    }

    @Setup
    public void choose() {
      chosen = new HashSet<>(RowSample.places(rows, queries));
    }

    @ProcessElement
    public void processElement(@Element Neighbours found, OutputReceiver<Neighbours> out) {
      if (Objects.requireNonNull(chosen).contains(found.row())) {
        out.output(found);
      }
    }
  }

  private static final class Compare extends DoFn<RowSet, Recall> {
    private static final long serialVersionUID = 1;

    /** Two engines may round one score differently. */
    private static final float ROUNDING = 1e-6f;

    private final int k;
    private final int queries;
    private final PCollectionView<List<Neighbours>> exact;
    private final PCollectionView<List<Neighbours>> found;

    Compare(
        int k,
        int queries,
        PCollectionView<List<Neighbours>> exact,
        PCollectionView<List<Neighbours>> found) {
      this.k = k;
      this.queries = queries;
      this.exact = exact;
      this.found = found;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      List<Long> places = RowSample.places(context.element().rows(), queries);
      Map<Long, Neighbours> byRow = new HashMap<>();
      context.sideInput(found).forEach(one -> byRow.put(one.row(), one));
      double sum = 0;
      int counted = 0;
      for (Neighbours best : context.sideInput(exact)) {
        long row = places.get((int) best.row());
        List<Neighbours.Neighbour> others =
            best.nearest().stream().filter(one -> one.row() != row).limit(k).toList();
        if (!others.isEmpty()) {
          Neighbours given = byRow.getOrDefault(row, new Neighbours(row, List.of()));
          sum += share(others, given.nearest());
          counted++;
        }
      }
      if (counted > 0) {
        context.output(Recall.of(k, counted, sum / counted));
      }
    }

    /** A row that scores as well as the last of the exact neighbours is one of them. */
    private static double share(
        List<Neighbours.Neighbour> exact, List<Neighbours.Neighbour> found) {
      float bar = exact.get(exact.size() - 1).score() - ROUNDING;
      long good = found.stream().filter(one -> one.score() >= bar).count();
      return Math.min(exact.size(), good) / (double) exact.size();
    }
  }
}
