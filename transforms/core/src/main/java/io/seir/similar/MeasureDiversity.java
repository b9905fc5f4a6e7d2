package io.seir.similar;

import io.seir.features.TurnRows;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * How varied samples are, all together; gives one element, also of no samples. Topics, templates
 * and repeated texts are counted exactly. Distinct-n and self-BLEU are of the texts of {@value
 * #SAMPLED} samples, those whose system and id have the smallest hashes; what is asked of rows is
 * of {@value #SAMPLED} rows of each kind. The result is the same for any order and any number of
 * workers, and for rows as long as all workers have one kind of engine. {@code docs/features.md}
 * has the formulas.
 *
 * <p>Several systems that answer the same questions repeat them; measure one system at a time to
 * compare systems.
 */
public final class MeasureDiversity
    extends PTransform<PCollection<Sample>, PCollection<Diversity>> {
  private static final long serialVersionUID = 1;
  private static final int SAMPLED = 1000;

  private final Set<String> topics;
  private final Set<String> templates;
  private final int sampled;
  private final RowSearch how;
  private final transient @Nullable PCollection<Vectors> vectors;

  private MeasureDiversity(
      Set<String> topics,
      Set<String> templates,
      int sampled,
      RowSearch how,
      @Nullable PCollection<Vectors> vectors) {
    this.topics = topics;
    this.templates = templates;
    this.sampled = sampled;
    this.how = how;
    this.vectors = vectors;
  }

  /** Of samples alone; their own topics and templates are all that are known. */
  public static MeasureDiversity ofSamples() {
    return new MeasureDiversity(Set.of(), Set.of(), SAMPLED, RowSearch.AUTO, null);
  }

  /** With the topics that there are, so that those without a sample are told. */
  public MeasureDiversity withTopics(Collection<Topic> listed) {
    TreeSet<String> paths = new TreeSet<>();
    listed.forEach(topic -> paths.add(CountForDiversity.path(topic)));
    return new MeasureDiversity(paths, templates, sampled, how, vectors);
  }

  /** With the templates that there are, so that those without a turn are told. */
  public MeasureDiversity withTemplates(Collection<String> listed) {
    return new MeasureDiversity(topics, new TreeSet<>(listed), sampled, how, vectors);
  }

  /**
   * With measures of the rows of the same turns.
   *
   * @param rows one element, as {@link WriteVectors} gives it
   */
  public MeasureDiversity withRows(PCollection<Vectors> rows, RowSearch search) {
    return new MeasureDiversity(topics, templates, sampled, search, rows);
  }

  /** With samples of another size, which makes numbers that others do not compare with. */
  MeasureDiversity withSampled(int most) {
    return new MeasureDiversity(topics, templates, most, how, vectors);
  }

  @Override
  public Map<TupleTag<?>, PValue> getAdditionalInputs() {
    return vectors == null ? Map.of() : Map.of(new TupleTag<Vectors>("vectors"), vectors);
  }

  @Override
  public PCollection<Diversity> expand(PCollection<Sample> samples) {
    PCollectionView<Map<String, Measures>> texts =
        samples.apply("Texts", new MeasureTexts(sampled)).apply("Of texts", View.asMap());
    Optional<PCollectionView<Map<String, Diversity.Rows>>> rows =
        Optional.ofNullable(vectors)
            .map(all -> all.apply("Rows", new MeasureRows(sampled, how)))
            .map(all -> all.apply("Of rows", View.asMap()));
    ParDo.SingleOutput<DiversityCounts, Diversity> together =
        ParDo.of(new Together(topics, templates, texts, rows.orElse(null)));
    return samples
        .apply("Count", new CountForDiversity())
        .apply(
            "Together",
            rows.map(view -> together.withSideInputs(texts, view))
                .orElseGet(() -> together.withSideInputs(texts)));
  }

  private static final class Together extends DoFn<DiversityCounts, Diversity> {
    private static final long serialVersionUID = 1;

    private final Set<String> topics;
    private final Set<String> templates;
    private final PCollectionView<Map<String, Measures>> texts;
    private final @Nullable PCollectionView<Map<String, Diversity.Rows>> rows;

    Together(
        Set<String> topics,
        Set<String> templates,
        PCollectionView<Map<String, Measures>> texts,
        @Nullable PCollectionView<Map<String, Diversity.Rows>> rows) {
      this.topics = topics;
      this.templates = templates;
      this.texts = texts;
      this.rows = rows;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      DiversityCounts counts = context.element();
      Map<String, Measures> measured = context.sideInput(texts);
      Map<String, Diversity.Rows> ofRows = rows == null ? Map.of() : context.sideInput(rows);
      DiversityCoverage coverage = new DiversityCoverage(counts, topics, templates);
      context.output(
          new Diversity(
              counts.all(DiversityCounts.SAMPLE),
              coverage.topics(),
              coverage.templates(),
              texts(counts, measured, DiversityCounts.QUESTION),
              texts(counts, measured, DiversityCounts.ANSWER),
              Optional.ofNullable(ofRows.get(TurnRows.QUESTION)),
              Optional.ofNullable(ofRows.get(TurnRows.ANSWER)),
              Optional.ofNullable(ofRows.get(TurnRows.IMAGE))));
    }

    private static Optional<Diversity.Texts> texts(
        DiversityCounts counts, Map<String, Measures> measured, String kind) {
      DiversityCounts.Totals totals = counts.totals().get(kind);
      Measures measures = measured.get(kind);
      if (totals == null || totals.seen().times() < 2 || measures == null) {
        return Optional.empty();
      }
      long texts = totals.seen().times();
      return Optional.of(
          new Diversity.Texts(
              texts,
              totals.different(),
              totals.mostFrequent(),
              totals.seen().inSeveralSamples()
                  ? Optional.of((double) totals.repeated() / texts)
                  : Optional.empty(),
              measures.sampled(),
              measures.get(Replicate.DISTINCT_1),
              measures.get(Replicate.DISTINCT_2),
              measures.get(Replicate.SELF_BLEU)));
    }
  }
}
