package io.seir.similar;

import io.seir.sample.Sample;
import io.seir.sample.Seeds;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.similar.DiversityCounts.Seen;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Counts topics, templates, pairs of both, and normal forms of texts; gives one element. Texts and
 * pairs travel as hashes of 128 bits. A worker holds the counts of all different topics and
 * templates, and nothing else that grows with the data.
 */
final class CountForDiversity
    extends PTransform<PCollection<Sample>, PCollection<DiversityCounts>> {
  private static final long serialVersionUID = 1;

  @Override
  public PCollection<DiversityCounts> expand(PCollection<Sample> samples) {
    SerializableBiFunction<Seen, Seen, Seen> plus = Seen::plus;
    return samples
        .apply("Name", ParDo.of(new Name()))
        .apply("Of each", Combine.perKey(plus))
        .apply("Of all", Combine.globally(new Sum()));
  }

  /** The path of a topic; a stroke within a name is none between names. */
  static String path(Topic topic) {
    return Stream.of(topic.domain(), topic.category(), Optional.of(topic.text()))
        .flatMap(Optional::stream)
        .map(name -> name.replace('/', '\u2215'))
        .collect(Collectors.joining("/"));
  }

  private static final class Name extends DoFn<Sample, KV<String, Seen>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element Sample sample, OutputReceiver<KV<String, Seen>> out) {
      Seen here = Seen.in(Seeds.derive(0, sample.system().orElse(""), sample.id()));
      Optional<String> topic = sample.topic().map(CountForDiversity::path);
      put(DiversityCounts.SAMPLE, "", here, out);
      topic.ifPresent(path -> put(DiversityCounts.TOPIC, path, here, out));
      for (int i = 0; i < sample.turns().size(); i++) {
        Turn turn = sample.turns().get(i);
        turn.question().ifPresent(text -> text(DiversityCounts.QUESTION, text, here, out));
        turn.answer().ifPresent(text -> text(DiversityCounts.ANSWER, text, here, out));
        if (i < sample.templates().size()) {
          template(sample.templates().get(i), topic, here, out);
        }
      }
    }

    private static void template(
        String template, Optional<String> topic, Seen here, OutputReceiver<KV<String, Seen>> out) {
      put(DiversityCounts.TEMPLATE, template, here, out);
      for (int depth = 1; topic.isPresent() && depth <= DiversityCounts.DEEPEST; depth++) {
        String pair = hash(TopicCoverage.cut(topic.get(), depth), template);
        put(DiversityCounts.pair(depth), pair, here, out);
      }
    }

    private static void text(
        String kind, String text, Seen here, OutputReceiver<KV<String, Seen>> out) {
      put(kind, hash(MinHash.normal(text)), here, out);
    }

    private static String hash(Object... parts) {
      HexFormat hex = HexFormat.of();
      return hex.toHexDigits(Seeds.derive(0, parts)) + hex.toHexDigits(Seeds.derive(1, parts));
    }

    private static void put(
        String kind, String what, Seen here, OutputReceiver<KV<String, Seen>> out) {
      out.output(KV.of(DiversityCounts.key(kind, what), here));
    }
  }

  private static final class Sum
      extends Combine.CombineFn<KV<String, Seen>, DiversityCounts, DiversityCounts> {
    private static final long serialVersionUID = 1;

    @Override
    public DiversityCounts createAccumulator() {
      return DiversityCounts.none();
    }

    @Override
    public DiversityCounts addInput(DiversityCounts sum, KV<String, Seen> thing) {
      sum.add(thing.getKey(), thing.getValue());
      return sum;
    }

    @Override
    public DiversityCounts mergeAccumulators(Iterable<DiversityCounts> parts) {
      DiversityCounts sum = DiversityCounts.none();
      parts.forEach(sum::add);
      return sum;
    }

    @Override
    public DiversityCounts extractOutput(DiversityCounts sum) {
      return sum;
    }
  }
}
