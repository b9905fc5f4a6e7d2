package io.seir.pipeline;

import io.seir.blob.SamplePictures;
import io.seir.data.ReadSamples;
import io.seir.data.SampleLookup;
import io.seir.data.WriteBadRecords;
import io.seir.features.ExtractFeatures;
import io.seir.features.TurnRows;
import io.seir.model.ModelSource;
import io.seir.sample.JsonCoder;
import io.seir.sample.Result;
import io.seir.similar.NearestNeighbours;
import io.seir.similar.NearestOfFew;
import io.seir.similar.NeighbourRecall;
import io.seir.similar.Neighbours;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import io.seir.similar.WriteVectors;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Finds the nearest rows of a data set for queries, and the turns that these rows belong to. */
public final class SearchDataSet {
  /** The name of the result files, and of the stage that writes them. */
  public static final String NAME = "neighbours";

  /** The folder of encoded queries, below that of the results. */
  public static final String QUERIES = "queries";

  private SearchDataSet() {}

  /**
   * The data to search.
   *
   * @param rows among which to search for neighbours
   * @param samples that the rows belong to, if they are known
   */
  public record Among(RowSet rows, SampleLookup samples) {}

  /**
   * How to search.
   *
   * @param k neighbours per query
   * @param queries their maximum number; if there are few, all workers share the searched rows
   * @param lists for the neighbours of every row, if only some lists are searched per row
   * @param settings engine and accelerator
   * @param folder for the results; absolute
   */
  public record Search(
      int k,
      long queries,
      Optional<SearchLists.Lists> lists,
      FeatureSettings settings,
      String folder) {
    private boolean few(QueryKind kind) {
      return kind != QueryKind.EACH && queries <= NearestOfFew.MOST;
    }

    /**
     * Steps for the progress display: queries that are encoded, compared and written, and
     * neighbours that are named. With few queries, the rows that they are compared with are
     * counted; with lists, also the rows sorted into them and the rows of the measurement.
     *
     * @param rows that are searched
     */
    public long steps(QueryKind kind, long rows) {
      boolean encoded = kind == QueryKind.TEXT || kind == QueryKind.PICTURE;
      long named = queries * Math.min(k, rows);
      long listed = lists.isEmpty() ? 0 : rows + NeighbourRecall.queries(rows);
      return (encoded ? queries : 0) + (few(kind) ? rows : queries) + listed + named + queries;
    }
  }

  /**
   * Texts or pictures to search for.
   *
   * @param queries samples of one turn: a question, or a picture in the folder {@link #QUERIES}
   * @param known the same samples
   * @param models with the judge's encoder that made the searched rows
   * @param encoder its identity
   */
  public record Asked(
      ReadSamples queries, SampleLookup known, ModelSource models, String encoder) {}

  /** Adds the steps that search for neighbours of texts or pictures. */
  public static void build(
      Pipeline pipeline, QueryKind kind, Asked asked, Among among, Search search) {
    String own = search.folder() + "/" + QUERIES;
    Result encoded =
        pipeline
            .apply("Read", asked.queries())
            .apply(
                "Encode",
                search.settings().extract(asked.models(), SamplePictures.in(own)).withRows());
    encoded.bad().apply("Write bad", WriteBadRecords.to(search.folder()));
    String rows = kind == QueryKind.PICTURE ? TurnRows.IMAGE : TurnRows.QUESTION;
    PCollection<RowSet> set =
        encoded
            .get(ExtractFeatures.ROWS)
            .apply("Vectors", WriteVectors.to(own, asked.encoder()))
            .apply(
                "Rows",
                MapElements.into(TypeDescriptor.of(RowSet.class))
                    .via(vectors -> vectors.rows(List.of(rows))));
    search(set, kind, asked.known(), among, search);
  }

  /** Adds the steps that search for neighbours of existing rows. */
  public static void build(Pipeline pipeline, RowSet queries, Among among, Search search) {
    PCollection<RowSet> set = pipeline.apply("Rows", Create.of(queries));
    search(set, QueryKind.ROW, SampleLookup.none(), among, search);
  }

  /**
   * Adds the steps that search for the neighbours of every row among the others. What a turn says
   * is written only once, where it is the query.
   */
  public static void build(Pipeline pipeline, Among among, Search search) {
    PCollection<RowSet> set = pipeline.apply("Rows", Create.of(among.rows()));
    search(set, QueryKind.EACH, among.samples(), among, search);
  }

  private static void search(
      PCollection<RowSet> queries, QueryKind kind, SampleLookup known, Among among, Search search) {
    boolean others = kind == QueryKind.EACH;
    PCollection<Neighbours> found = queries.apply("Search", nearest(kind, among, search));
    PCollectionView<RowSet> asked = queries.apply("Queries", View.asSingleton());
    PCollectionView<RowSet> searched =
        others
            ? asked
            : queries
                .getPipeline()
                .apply("Searched", Create.of(among.rows()))
                .apply("Searched rows", View.asSingleton());
    SerializableFunction<Neighbours, FoundRow> query = of -> FoundRow.of(of.row(), 0, of.row(), 1);
    PCollection<FoundRow> own =
        found
            .apply("Query", MapElements.into(TypeDescriptor.of(FoundRow.class)).via(query))
            .apply("Describe queries", DescribeRows.of(asked, known));
    PCollection<FoundRow> hits =
        found
            .apply("Nearest", ParDo.of(new Hits()))
            .apply(
                "Describe nearest",
                DescribeRows.of(searched, others ? SampleLookup.none() : among.samples()));
    PCollectionList.of(own)
        .and(hits)
        .apply("Both", Flatten.pCollections())
        .setCoder(JsonCoder.of(FoundRow.class))
        .apply("Write", WriteNeighbours.to(search.folder(), kind));
  }

  private static PTransform<PCollection<RowSet>, PCollection<Neighbours>> nearest(
      QueryKind kind, Among among, Search search) {
    RowSearch how = search.settings().search();
    if (search.lists().isPresent()) {
      return new SearchLists(among.rows(), search.lists().get(), search);
    }
    if (kind == QueryKind.EACH) {
      return NearestNeighbours.of(search.k()).with(how);
    }
    return search.few(kind)
        ? NearestOfFew.of(search.k(), among.rows()).with(how)
        : NearestNeighbours.of(search.k()).among(among.rows()).with(how);
  }

  private static final class Hits extends DoFn<Neighbours, FoundRow> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element Neighbours of, OutputReceiver<FoundRow> out) {
      List<Neighbours.Neighbour> nearest = of.nearest();
      for (int i = 0; i < nearest.size(); i++) {
        out.output(FoundRow.of(of.row(), i + 1, nearest.get(i).row(), nearest.get(i).score()));
      }
    }
  }
}
