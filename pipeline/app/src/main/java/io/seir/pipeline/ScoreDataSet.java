package io.seir.pipeline;

import io.seir.blob.SamplePictures;
import io.seir.data.ReadSamples;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteSamples;
import io.seir.features.ExtractFeatures;
import io.seir.features.TurnRows;
import io.seir.model.ModelSource;
import io.seir.sample.JsonCoder;
import io.seir.sample.Result;
import io.seir.similar.MeasureDiversity;
import io.seir.similar.RankOwn;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import io.seir.similar.Vectors;
import io.seir.similar.WriteVectors;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Computes features of the user's data: JSONL, Parquet, rows, diversity, and retrieval ranks. */
public final class ScoreDataSet {
  /** The name of the feature files. */
  public static final String NAME = "features";

  static final KvCoder<RowSet, RowSet> SETS =
      KvCoder.of(JsonCoder.of(RowSet.class), JsonCoder.of(RowSet.class));

  private static final TypeDescriptor<KV<RowSet, RowSet>> PAIR =
      TypeDescriptors.kvs(TypeDescriptor.of(RowSet.class), TypeDescriptor.of(RowSet.class));

  private ScoreDataSet() {}

  /**
   * Adds the steps.
   *
   * @param encoder the identity of the judge's encoder
   * @param samples their number
   * @param ranks whether to rank every turn among all turns
   * @param folder for the files; absolute
   */
  public static void build(
      Pipeline pipeline,
      ReadSamples data,
      ModelSource models,
      SamplePictures pictures,
      FeatureSettings settings,
      String encoder,
      long samples,
      boolean ranks,
      String folder) {
    ExtractFeatures extract = settings.extract(models, pictures).withRows();
    Result extracted = pipeline.apply("Read", data).apply("Features", extract);
    extracted.samples().apply("Write", WriteSamples.to(folder, NAME).with(FeatureTable::write));
    extracted.bad().apply("Write bad", WriteBadRecords.to(folder));
    PCollection<Vectors> vectors =
        extracted
            .get(ExtractFeatures.ROWS)
            .apply("Vectors", WriteVectors.to(folder + "/" + Vectors.FOLDER, encoder));
    extracted
        .samples()
        .apply(
            "Diversity",
            MeasureDiversity.ofSamples().expecting(samples).withRows(vectors, settings.search()))
        .apply("Write diversity", ParDo.of(new WriteDiversity(folder)));
    PCollection<KV<RowSet, RowSet>> pairs =
        vectors.apply("Pairs", MapElements.into(PAIR).via(ScoreDataSet::pairs)).setCoder(SETS);
    if (ranks) {
      rank(pairs, settings.search(), folder);
    }
  }

  private static KV<RowSet, RowSet> pairs(Vectors vectors) {
    List<String> both = List.of(TurnRows.ANSWER, TurnRows.IMAGE);
    return KV.of(vectors.rowsWith(TurnRows.ANSWER, both), vectors.rowsWith(TurnRows.IMAGE, both));
  }

  /** Ranks pairs of rows, and writes the results. */
  static void rank(PCollection<KV<RowSet, RowSet>> pairs, RowSearch search, String folder) {
    PCollectionView<KV<RowSet, RowSet>> sets = pairs.apply("Sets", View.asSingleton());
    pairs.apply("Rank", RankOwn.with(search)).apply("Write ranks", RetrievalRanks.to(folder, sets));
  }
}
