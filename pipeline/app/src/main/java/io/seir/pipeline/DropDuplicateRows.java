package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.duplicates.Cluster;
import io.seir.duplicates.FindNearDuplicateRows;
import io.seir.duplicates.FindNearDuplicates;
import io.seir.duplicates.IndexSet;
import io.seir.sample.JsonCoder;
import io.seir.similar.NpyFile;
import io.seir.similar.RowSet;
import java.io.IOException;
import java.util.BitSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Finds clusters of near-duplicates among rows in NumPy files, and writes a mask of what to keep.
 */
public final class DropDuplicateRows {
  /** The mask: one boolean per row. */
  public static final String MASK = "keep.npy";

  private DropDuplicateRows() {}

  /**
   * Adds the steps.
   *
   * @param folder for the files; absolute
   */
  public static void build(
      Pipeline pipeline, RowSet rows, FindNearDuplicateRows find, String folder) {
    PCollection<RowSet> set =
        pipeline.apply("Rows", Create.of(rows).withCoder(JsonCoder.of(RowSet.class)));
    PCollectionTuple found = set.apply("Duplicates", find);
    PCollectionView<BitSet> dropped =
        found
            .get(FindNearDuplicates.CLUSTERS)
            .apply("Dropped", FlatMapElements.into(TypeDescriptors.longs()).via(Cluster::dropped))
            .apply("As set", IndexSet.asView());
    set.apply("Write mask", ParDo.of(new Mask(dropped, folder)).withSideInputs(dropped));
    DropDuplicates.write(found, folder);
  }

  private static final class Mask extends DoFn<RowSet, Long> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<BitSet> dropped;
    private final String folder;

    Mask(PCollectionView<BitSet> dropped, String folder) {
      this.dropped = dropped;
      this.folder = folder;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      int rows = Math.toIntExact(context.element().rows());
      BitSet keep = (BitSet) context.sideInput(dropped).clone();
      keep.flip(0, rows);
      AtomicFile.write(Locations.path(folder).resolve(MASK), NpyFile.mask(keep, rows));
      context.output((long) rows - keep.cardinality());
    }
  }
}
