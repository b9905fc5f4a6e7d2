package io.seir.similar;

import io.seir.features.TurnRows;
import io.seir.sample.Features;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * Measures how varied all samples are together; returns one element, even for no samples. Topics,
 * templates and repeated texts are counted exactly. Distinct-n and self-BLEU are of the texts of
 * {@value #SAMPLED} samples, those whose system and id have the smallest hashes; measures of rows
 * use {@value #SAMPLED} rows of each kind. The result is the same for any order and any number of
 * workers, and for rows as long as all workers have one kind of engine. {@code docs/features.md}
 * has the formulas.
 *
 * <p>Several systems that answer the same questions repeat them; measure one system at a time to
 * compare systems.
 */
public final class MeasureDiversity
    extends PTransform<PCollection<Sample>, PCollection<Diversity>> {
  private static final long serialVersionUID = 1;
  static final int SAMPLED = 1000;
  private static final long EXPECTED = 500_000;

  private final Set<String> topics;
  private final Set<String> templates;
  private final long expected;
  private final int sampled;
  private final RowSearch how;
  private final transient @Nullable PCollection<Vectors> vectors;

  private MeasureDiversity(
      Set<String> topics,
      Set<String> templates,
      long expected,
      int sampled,
      RowSearch how,
      @Nullable PCollection<Vectors> vectors) {
    this.topics = topics;
    this.templates = templates;
    this.expected = expected;
    this.sampled = sampled;
    this.how = how;
    this.vectors = vectors;
  }

  /** Measures samples without rows; only their own topics and templates are known. */
  public static MeasureDiversity ofSamples() {
    return new MeasureDiversity(Set.of(), Set.of(), EXPECTED, SAMPLED, RowSearch.AUTO, null);
  }

  /** With the list of all topics, so that coverage counts topics without a sample. */
  public MeasureDiversity withTopics(Collection<Topic> listed) {
    TreeSet<String> paths = new TreeSet<>();
    listed.forEach(topic -> paths.add(CountForDiversity.path(topic)));
    return new MeasureDiversity(paths, templates, expected, sampled, how, vectors);
  }

  /** With the list of all templates, so that coverage counts templates without a turn. */
  public MeasureDiversity withTemplates(Collection<String> listed) {
    return new MeasureDiversity(topics, new TreeSet<>(listed), expected, sampled, how, vectors);
  }

  /**
   * Also measures the rows of the same turns.
   *
   * @param rows one element, as {@link WriteVectors} gives it
   */
  public MeasureDiversity withRows(PCollection<Vectors> rows, RowSearch search) {
    return new MeasureDiversity(topics, templates, expected, sampled, search, rows);
  }

  /**
   * For about this many samples; by default {@value #EXPECTED}. It decides how many parts counting
   * is split into; the result does not depend on it.
   */
  public MeasureDiversity expecting(long samples) {
    return new MeasureDiversity(topics, templates, samples, sampled, how, vectors);
  }

  /** With a different sample size; numbers for different sizes are not comparable. */
  MeasureDiversity withSampled(int most) {
    return new MeasureDiversity(topics, templates, expected, most, how, vectors);
  }

  @Override
  public Map<TupleTag<?>, PValue> getAdditionalInputs() {
    return vectors == null ? Map.of() : Map.of(new TupleTag<Vectors>("vectors"), vectors);
  }

  @Override
  public PCollection<Diversity> expand(PCollection<Sample> samples) {
    PCollectionView<DiversityCounts> counts =
        samples.apply("Count", new CountForDiversity(expected));
    PCollectionView<Iterable<KV<String, Replicate>>> texts =
        samples.apply("Texts", new MeasureTexts(sampled)).apply("Of texts", View.asIterable());
    Optional<PCollectionView<Map<String, Diversity.Rows>>> rows =
        Optional.ofNullable(vectors)
            .map(all -> all.apply("Rows", new MeasureRows(sampled, how)))
            .map(all -> all.apply("Of rows", View.asMap()));
    List<PCollectionView<?>> sides = new ArrayList<>(List.of(counts, texts));
    rows.ifPresent(sides::add);
    Together together = new Together(topics, templates, counts, texts, rows.orElse(null));
    return samples
        .getPipeline()
        .apply("All", Create.of(""))
        .apply("Together", ParDo.of(together).withSideInputs(sides));
  }

  private static final class Together extends DoFn<String, Diversity> {
    private static final long serialVersionUID = 1;

    private final Set<String> topics;
    private final Set<String> templates;
    private final PCollectionView<DiversityCounts> counts;
    private final PCollectionView<Iterable<KV<String, Replicate>>> texts;
    private final @Nullable PCollectionView<Map<String, Diversity.Rows>> rows;

    Together(
        Set<String> topics,
        Set<String> templates,
        PCollectionView<DiversityCounts> counts,
        PCollectionView<Iterable<KV<String, Replicate>>> texts,
        @Nullable PCollectionView<Map<String, Diversity.Rows>> rows) {
      this.topics = topics;
      this.templates = templates;
      this.counts = counts;
      this.texts = texts;
      this.rows = rows;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      DiversityCounts counted = context.sideInput(counts);
      Map<String, List<Replicate>> replicates = new HashMap<>();
      for (KV<String, Replicate> one : context.sideInput(texts)) {
        replicates.computeIfAbsent(one.getKey(), kind -> new ArrayList<>()).add(one.getValue());
      }
      Map<String, Diversity.Rows> ofRows = rows == null ? Map.of() : context.sideInput(rows);
      context.output(
          together(new DiversityCoverage(counted, topics, templates), replicates, ofRows));
    }
  }

  /**
   * All measures.
   *
   * @param replicates measures of texts, by their kind
   * @param rows measures of rows, by their kind
   */
  static Diversity together(
      DiversityCoverage coverage,
      Map<String, List<Replicate>> replicates,
      Map<String, Diversity.Rows> rows) {
    DiversityCounts counts = coverage.counts();
    return new Diversity(
        counts.all(DiversityCounts.SAMPLE),
        coverage.topics(),
        coverage.templates(),
        texts(counts, replicates, DiversityCounts.QUESTION),
        texts(counts, replicates, DiversityCounts.ANSWER),
        Optional.ofNullable(rows.get(TurnRows.QUESTION)),
        Optional.ofNullable(rows.get(TurnRows.ANSWER)),
        Optional.ofNullable(rows.get(TurnRows.IMAGE)));
  }

  private static Optional<Diversity.Texts> texts(
      DiversityCounts counts, Map<String, List<Replicate>> replicates, String kind) {
    DiversityCounts.Totals totals = counts.totals().get(kind);
    if (totals == null || totals.seen().times() < 2) {
      return Optional.empty();
    }
    Measures measures = Measures.of(replicates.getOrDefault(kind, List.of()));
    long texts = totals.seen().times();
    return Optional.of(
        new Diversity.Texts(
            texts,
            totals.different(),
            totals.mostFrequent(),
            totals.seen().inSeveralSamples()
                ? Optional.of(Features.rounded((double) totals.repeated() / texts))
                : Optional.empty(),
            measures.sampled(),
            measures.get(Replicate.DISTINCT_1),
            measures.get(Replicate.DISTINCT_2),
            measures.get(Replicate.SELF_BLEU)));
  }
}
