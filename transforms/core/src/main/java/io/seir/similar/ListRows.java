package io.seir.similar;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.kernels.Rows;
import io.seir.kernels.SharedKernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Copies the rows of a set into lists of similar rows, for a search in a few lists instead of all
 * rows ({@link NearestByLists}). Takes one set. The lists are the same for any number of workers
 * and any block size.
 *
 * <p>Centroids come from at most 256 MB of rows, in one worker; then workers write their blocks
 * sorted by list, and merge these runs into files of 64 MB. A thread of a worker holds three times
 * such a file. Files named {@code run-*} may be deleted when the pipeline has ended.
 */
public final class ListRows extends PTransform<PCollection<RowSet>, PCollection<RowLists>> {
  private static final long serialVersionUID = 1;

  /** Most lists. */
  public static final int MOST = 16_384;

  /** Enough for k-means to find the clusters, and little compared with the search. */
  private static final int SAMPLED_PER_LIST = 64;

  private static final long SAMPLE_BYTES = 256L << 20;
  private static final long FILE_BYTES = 64L << 20;

  private final String folder;
  private final int lists;
  private final long fileBytes;
  private final RowSearch how;

  private ListRows(String folder, int lists, long fileBytes, RowSearch how) {
    this.folder = folder;
    this.lists = lists;
    this.fileBytes = fileBytes;
    this.how = how;
  }

  /**
   * As many lists as a set has rows in a list, on average.
   *
   * @param folder for the files; absolute, or with any scheme that {@link Locations} knows
   */
  public static ListRows to(String folder) {
    return new ListRows(folder, 0, FILE_BYTES, RowSearch.AUTO);
  }

  /**
   * With a different number of lists.
   *
   * @param number 1 to {@value #MOST}; a smaller set has as many lists as rows
   */
  public ListRows withLists(int number) {
    if (number < 1 || number > MOST) {
      throw new IllegalArgumentException(
          "the number of lists must be from 1 to " + MOST + ", not " + number);
    }
    return new ListRows(folder, number, fileBytes, how);
  }

  public ListRows with(RowSearch search) {
    return new ListRows(folder, lists, fileBytes, search);
  }

  /** With a different file size; results do not depend on it. */
  ListRows withFileBytes(long bytes) {
    return new ListRows(folder, lists, bytes, how);
  }

  /** The default number of lists for a set of this many rows. */
  public static int lists(long rows) {
    return (int) Math.min(MOST, Math.round(Math.sqrt(rows)));
  }

  @Override
  public PCollection<RowLists> expand(PCollection<RowSet> rows) {
    PCollectionView<RowSet> set = rows.apply("Set", View.asSingleton());
    PCollectionView<RowSet> centroids =
        rows.apply("Centroids", how.hinted(ParDo.of(new FindCentroids(folder, lists, how))))
            .apply("All centroids", View.asSingleton());
    PCollectionView<List<ListRun>> runs =
        rows.apply("Blocks", ParDo.of(SplitRows.once(how)))
            .apply("Spread blocks", Reshuffle.viaRandomKey())
            .apply(
                "Sort",
                how.hinted(
                    ParDo.of(new Sort(folder, set, centroids, how)).withSideInputs(set, centroids)))
            .apply("All runs", View.asList());
    PCollectionView<List<Integer>> files =
        rows.apply("Plan", ParDo.of(new Plan(fileBytes, runs)).withSideInputs(runs))
            .apply("Spread files", Reshuffle.viaRandomKey())
            .apply("Merge", ParDo.of(new Merge(folder, set, runs)).withSideInputs(set, runs))
            .apply("All files", View.asList());
    return rows.apply(
        "Lists",
        ParDo.of(new Lists(folder, fileBytes, centroids, runs, files))
            .withSideInputs(centroids, runs, files));
  }

  private static long rowsInFile(RowSet set, long bytes) {
    return Math.max(1, bytes / set.rowBytes());
  }

  /** In the order of their blocks, which is that of the rows' numbers. */
  private static List<ListRun> inOrder(List<ListRun> runs) {
    return runs.stream().sorted(Comparator.comparingLong(ListRun::from)).toList();
  }

  private static final class FindCentroids extends DoFn<RowSet, RowSet> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final int lists;
    private final RowSearch how;

    FindCentroids(String folder, int lists, RowSearch how) {
      this.folder = folder;
      this.lists = lists;
      this.how = how;
    }

    @ProcessElement
    public void processElement(@Element RowSet set, OutputReceiver<RowSet> out) throws IOException {
      int wanted = (int) Math.min(set.rows(), lists == 0 ? lists(set.rows()) : lists);
      long most = Math.max(wanted, SAMPLE_BYTES / set.rowBytes());
      int sampled = (int) Math.min(most, (long) wanted * SAMPLED_PER_LIST);
      Rows sample = SampledRows.read(set, RowSample.places(set.rows(), sampled));
      Rows found = Centroids.of(SharedKernels.of(how.kernels()).kernels(), sample, wanted);
      Path file = Locations.path(folder).resolve("centroids.npy");
      AtomicFile.write(file, NpyFile.bytes(found));
      out.output(RowSet.ofNpy(List.of(file)));
    }
  }

  private static final class Sort extends SearchDoFn<Block, ListRun> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final PCollectionView<RowSet> set;
    private final PCollectionView<RowSet> centroids;

    Sort(
        String folder,
        PCollectionView<RowSet> set,
        PCollectionView<RowSet> centroids,
        RowSearch how) {
      super(how);
      this.folder = folder;
      this.set = set;
      this.centroids = centroids;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      Block block = context.element();
      RowSet lists = context.sideInput(centroids);
      Rows rows = context.sideInput(set).read(block.from(), block.to());
      search(
          block,
          search -> {
            long[] nearest = search.nearest(rows, lists, new Block(0, lists.rows()), 1).rows();
            int[] list = Arrays.stream(nearest).mapToInt(Math::toIntExact).toArray();
            context.output(
                ListRun.write(
                    Locations.path(folder), block.from(), rows, list, (int) lists.rows()));
          });
    }
  }

  private static final class Plan extends DoFn<RowSet, ListShard> {
    private static final long serialVersionUID = 1;

    private final long fileBytes;
    private final PCollectionView<List<ListRun>> runs;

    Plan(long fileBytes, PCollectionView<List<ListRun>> runs) {
      this.fileBytes = fileBytes;
      this.runs = runs;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      List<ListRun> all = inOrder(context.sideInput(runs));
      int lists = all.isEmpty() ? 0 : all.get(0).counts().size();
      ListShard.of(all, lists, rowsInFile(context.element(), fileBytes)).forEach(context::output);
    }
  }

  private static final class Merge extends DoFn<ListShard, Integer> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final PCollectionView<RowSet> set;
    private final PCollectionView<List<ListRun>> runs;

    Merge(String folder, PCollectionView<RowSet> set, PCollectionView<List<ListRun>> runs) {
      this.folder = folder;
      this.set = set;
      this.runs = runs;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      ListShard shard = context.element();
      shard.write(Locations.path(folder), inOrder(context.sideInput(runs)), context.sideInput(set));
      context.output(shard.number());
    }
  }

  private static final class Lists extends DoFn<RowSet, RowLists> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final long fileBytes;
    private final PCollectionView<RowSet> centroids;
    private final PCollectionView<List<ListRun>> runs;
    private final PCollectionView<List<Integer>> files;

    Lists(
        String folder,
        long fileBytes,
        PCollectionView<RowSet> centroids,
        PCollectionView<List<ListRun>> runs,
        PCollectionView<List<Integer>> files) {
      this.folder = folder;
      this.fileBytes = fileBytes;
      this.centroids = centroids;
      this.runs = runs;
      this.files = files;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      RowSet set = context.element();
      RowSet by = context.sideInput(centroids);
      long[] offsets = ListShard.offsets(context.sideInput(runs), (int) by.rows());
      RowLists lists =
          RowLists.written(
              set, by, Arrays.stream(offsets).boxed().toList(), folder, rowsInFile(set, fileBytes));
      if (context.sideInput(files).size() != lists.rows().parts().size()) {
        throw new IllegalStateException("not all lists of " + set.id() + " were written");
      }
      context.output(lists);
    }
  }
}
