package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.sample.JsonCoder;
import io.seir.similar.ListRows;
import io.seir.similar.NearestByLists;
import io.seir.similar.NeighbourRecall;
import io.seir.similar.Neighbours;
import io.seir.similar.Recall;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Searches for the neighbours of every row in a few lists of rows, and measures how many it finds.
 * The lists and the measurement are in the folder {@value #FOLDER}, which is not needed afterwards.
 */
public final class SearchLists extends PTransform<PCollection<RowSet>, PCollection<Neighbours>> {
  private static final long serialVersionUID = 1;

  /** Below that of the results. */
  public static final String FOLDER = "lists";

  /** Number of neighbours at which recall is measured, if that many are searched for. */
  private static final int RECALL_AT = 10;

  private static final String RECALL = "recall.json";

  private final RowSet rows;
  private final Lists lists;
  private final int k;
  private final String folder;
  private final RowSearch how;

  /**
   * The number of lists.
   *
   * @param all of them
   * @param probes that are searched per row
   */
  public record Lists(int all, int probes) {}

  SearchLists(RowSet rows, Lists lists, SearchDataSet.Search search) {
    this.rows = rows;
    this.lists = lists;
    this.k = search.k();
    this.folder = search.folder() + "/" + FOLDER;
    this.how = search.settings().search();
  }

  @Override
  public PCollection<Neighbours> expand(PCollection<RowSet> set) {
    PCollection<Neighbours> found =
        set.apply("List", ListRows.to(folder).withLists(lists.all()).with(how))
            .apply("Nearest", NearestByLists.of(k).withProbes(lists.probes()).with(how));
    found
        .apply("Recall", NeighbourRecall.at(Math.min(k, RECALL_AT), rows, folder).with(how))
        .apply("Write recall", ParDo.of(new Write(folder)));
    return found;
  }

  /** The measured recall; empty if there were no neighbours to find. */
  public static Optional<Recall> recall(Path results) throws IOException {
    Path file = results.resolve(FOLDER).resolve(RECALL);
    return Files.exists(file)
        ? Optional.of(JsonCoder.mapper().readValue(Files.readAllBytes(file), Recall.class))
        : Optional.empty();
  }

  private static final class Write extends DoFn<Recall, Void> {
    private static final long serialVersionUID = 1;

    private final String folder;

    Write(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void processElement(@Element Recall recall) throws IOException {
      AtomicFile.write(
          Locations.path(folder).resolve(RECALL), JsonCoder.mapper().writeValueAsBytes(recall));
    }
  }
}
