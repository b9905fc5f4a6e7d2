package io.seir.similar;

import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import io.seir.sample.Seeds;
import io.seir.sample.Turn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Distinct-n and self-BLEU of the questions and answers of those samples whose system and id have
 * the smallest hashes. The measures of the sample without each of its groups are elements of their
 * own, so that workers share them.
 */
final class MeasureTexts
    extends PTransform<PCollection<Sample>, PCollection<KV<String, Replicate>>> {
  private static final long serialVersionUID = 1;

  /** Keeps what a worker holds small, whatever the data. */
  private static final int MOST_OF_TEXT = 10_000;

  private static final int BLEU_ORDER = 4;
  private static final List<String> KINDS =
      List.of(DiversityCounts.QUESTION, DiversityCounts.ANSWER);

  private final int most;

  /**
   * @param most samples
   */
  MeasureTexts(int most) {
    this.most = most;
  }

  /**
   * The texts of a sample, in the order of its turns.
   *
   * @param hash of system and id
   */
  @DefaultCoder(JsonCoder.class)
  record Chosen(long hash, String system, String id, List<String> questions, List<String> answers) {
    Chosen {
      questions = List.copyOf(questions);
      answers = List.copyOf(answers);
    }

    static Chosen of(Sample sample) {
      String system = sample.system().orElse("");
      long hash = Seeds.derive(0, system, sample.id());
      return new Chosen(
          hash, system, sample.id(), texts(sample, Turn::question), texts(sample, Turn::answer));
    }

    private static List<String> texts(Sample sample, Function<Turn, Optional<String>> text) {
      return sample.turns().stream()
          .flatMap(turn -> text.apply(turn).stream())
          .map(all -> all.substring(0, Math.min(all.length(), MOST_OF_TEXT)))
          .toList();
    }

    List<String> texts(String kind) {
      return kind.equals(DiversityCounts.QUESTION) ? questions : answers;
    }
  }

  /** {@link Top} keeps the largest, so the smallest hash has to compare as the largest. */
  static final class SmallestLast implements Comparator<Chosen>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(Chosen a, Chosen b) {
      return Comparator.comparingLong(Chosen::hash)
          .thenComparing(Chosen::system)
          .thenComparing(Chosen::id)
          .compare(b, a);
    }
  }

  @Override
  public PCollection<KV<String, Replicate>> expand(PCollection<Sample> samples) {
    SerializableFunction<Sample, Chosen> texts = Chosen::of;
    PCollectionView<List<Chosen>> chosen =
        samples
            .apply("Texts", MapElements.into(TypeDescriptor.of(Chosen.class)).via(texts))
            .apply("Choose", Top.of(most, new SmallestLast()).asSingletonView());
    return samples
        .getPipeline()
        .apply("Tasks", Create.of(tasks()))
        .apply("Measure", ParDo.of(new Measure(chosen)).withSideInputs(chosen));
  }

  /** Each kind of text, whole and without each group. */
  static List<Replicate.Task> tasks() {
    List<Replicate.Task> tasks = new ArrayList<>();
    KINDS.forEach(
        kind ->
            Jackknife.replicates()
                .forEach(without -> tasks.add(new Replicate.Task(kind, without))));
    return tasks;
  }

  /**
   * One task done; empty if there are too few samples to leave some out.
   *
   * @param chosen in the order that {@link Top} gives
   */
  static Optional<Replicate> measure(Replicate.Task task, List<Chosen> chosen) {
    List<List<String>> all =
        chosen.stream()
            .map(one -> one.texts(task.kind()))
            .filter(texts -> !texts.isEmpty())
            .toList();
    if (task.without().isPresent() && all.size() < Jackknife.GROUPS) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (task.without().isEmpty() || Jackknife.group(i) != task.without().get()) {
        texts.addAll(all.get(i));
      }
    }
    return Optional.of(new Replicate(task.without(), texts.size(), measures(texts)));
  }

  private static SortedMap<String, Double> measures(List<String> texts) {
    SortedMap<String, Double> found = new TreeMap<>();
    TextDiversity.distinct(texts, 1).ifPresent(one -> found.put(Replicate.DISTINCT_1, one));
    TextDiversity.distinct(texts, 2).ifPresent(two -> found.put(Replicate.DISTINCT_2, two));
    TextDiversity.selfBleu(texts, BLEU_ORDER)
        .ifPresent(bleu -> found.put(Replicate.SELF_BLEU, bleu));
    return found;
  }

  private static final class Measure extends DoFn<Replicate.Task, KV<String, Replicate>> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<List<Chosen>> chosen;

    Measure(PCollectionView<List<Chosen>> chosen) {
      this.chosen = chosen;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      Replicate.Task task = context.element();
      measure(task, context.sideInput(chosen))
          .ifPresent(found -> context.output(KV.of(task.kind(), found)));
    }
  }
}
