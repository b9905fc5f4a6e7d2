package io.seir.similar;

import io.seir.features.TurnRows;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;

/** Vendi, RKE and the mean nearest similarity of a sample of the rows of each kind. */
final class MeasureRows
    extends PTransform<PCollection<Vectors>, PCollection<KV<String, Diversity.Rows>>> {
  private static final long serialVersionUID = 1;

  private final int most;
  private final RowSearch how;

  /**
   * @param most rows of a kind that are chosen
   */
  MeasureRows(int most, RowSearch how) {
    this.most = most;
    this.how = how;
  }

  @Override
  public PCollection<KV<String, Diversity.Rows>> expand(PCollection<Vectors> vectors) {
    PCollectionView<Vectors> all = vectors.apply("Vectors", View.asSingleton());
    PCollectionView<Map<String, RowSample>> samples =
        vectors.apply("Choose", new ChooseRows(most, all)).apply("Chosen", View.asMap());
    PCollection<KV<String, Replicate>> spectral =
        vectors
            .apply("Tasks", ParDo.of(new Tasks()))
            .apply("Spread tasks", Reshuffle.viaRandomKey())
            .apply("Spectra", ParDo.of(new Spectra(samples)).withSideInputs(samples));
    PCollection<KV<String, Replicate>> nearest =
        vectors.apply("Nearest", new MeasureNearest(all, samples, how));
    return PCollectionList.of(spectral)
        .and(nearest)
        .apply("Both", Flatten.pCollections())
        .apply("Gather", GroupByKey.create())
        .apply("Rows", ParDo.of(new Result(samples)).withSideInputs(samples));
  }

  /** The rows of a kind; of fewer than two nothing is measured. */
  static Optional<RowSet> set(Vectors vectors, String kind) {
    boolean any = vectors.shards().stream().anyMatch(shard -> shard.files().containsKey(kind));
    return any
        ? Optional.of(vectors.rows(List.of(kind))).filter(set -> set.rows() > 1)
        : Optional.empty();
  }

  private static final class Tasks extends DoFn<Vectors, Replicate.Task> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element Vectors vectors, OutputReceiver<Replicate.Task> out) {
      for (String kind : TurnRows.KINDS) {
        if (set(vectors, kind).isPresent()) {
          Jackknife.replicates().forEach(group -> out.output(new Replicate.Task(kind, group)));
        }
      }
    }
  }

  private static final class Spectra extends DoFn<Replicate.Task, KV<String, Replicate>> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<Map<String, RowSample>> samples;

    Spectra(PCollectionView<Map<String, RowSample>> samples) {
      this.samples = samples;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      Replicate.Task task = context.element();
      RowSample sample = of(context.sideInput(samples), task.kind());
      sample
          .without(task.without())
          .map(sample::numbers)
          .ifPresent(
              rows -> {
                Map<String, Double> found =
                    Map.of(
                        Replicate.VENDI,
                        SpectralDiversity.vendi(rows),
                        Replicate.RKE,
                        SpectralDiversity.rke(rows));
                context.output(
                    KV.of(
                        task.kind(),
                        new Replicate(task.without(), rows.length, new TreeMap<>(found))));
              });
    }
  }

  static RowSample of(Map<String, RowSample> samples, String kind) {
    return Objects.requireNonNull(samples.get(kind), kind);
  }

  private static final class Result
      extends DoFn<KV<String, Iterable<Replicate>>, KV<String, Diversity.Rows>> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<Map<String, RowSample>> samples;

    Result(PCollectionView<Map<String, RowSample>> samples) {
      this.samples = samples;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      String kind = context.element().getKey();
      Measures found = Measures.of(context.element().getValue());
      context.output(
          KV.of(
              kind,
              new Diversity.Rows(
                  of(context.sideInput(samples), kind).rows(),
                  found.sampled(),
                  found.get(Replicate.VENDI).orElseThrow(),
                  found.get(Replicate.RKE).orElseThrow(),
                  found.get(Replicate.NEAREST).orElseThrow())));
    }
  }
}
