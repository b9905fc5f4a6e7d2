package io.seir.similar;

import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import io.seir.sample.Seeds;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.similar.DiversityCounts.Seen;
import java.io.Serializable;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Counts topics, templates, pairs of both, and normal forms of texts; gives one value. Texts and
 * pairs travel as hashes of 128 bits. A worker holds what is seen of one part, and one holds the
 * counts of all different topics and templates.
 */
final class CountForDiversity
    extends PTransform<PCollection<Sample>, PCollectionView<DiversityCounts>> {
  private static final long serialVersionUID = 1;

  /** Enough that the keys themselves cost little, and few enough to hold what is counted. */
  private static final long SAMPLES_IN_PART = 2000;

  private static final int MOST_PARTS = 4096;

  private final int parts;

  /**
   * @param samples about how many are expected; if there are more, parts take more memory
   */
  CountForDiversity(long samples) {
    this.parts = (int) Math.max(1, Math.min(MOST_PARTS, samples / SAMPLES_IN_PART));
  }

  @Override
  public PCollectionView<DiversityCounts> expand(PCollection<Sample> samples) {
    return samples
        .apply("Name", ParDo.of(new Name(parts)))
        .apply("Of each", Combine.perKey(new OfEach()))
        .apply("Parts", Values.create())
        .apply("Of all", Combine.globally(new OfAll()).asSingletonView());
  }

  /** The path of a topic. A slash inside a name must not look like one between names. */
  static String path(Topic topic) {
    return Stream.of(topic.domain(), topic.category(), Optional.of(topic.text()))
        .flatMap(Optional::stream)
        .map(name -> name.replace('/', '\u2215'))
        .collect(Collectors.joining("/"));
  }

  private static final class Name extends DoFn<Sample, KV<Integer, KV<String, Seen>>> {
    private static final long serialVersionUID = 1;

    private final int parts;

    Name(int parts) {
      this.parts = parts;
    }

    @ProcessElement
    public void processElement(
        @Element Sample sample, OutputReceiver<KV<Integer, KV<String, Seen>>> out) {
      things(
          sample,
          (key, here) -> out.output(KV.of(Math.floorMod(key.hashCode(), parts), KV.of(key, here))));
    }
  }

  /** What is counted of a sample, each by its key. */
  static void things(Sample sample, BiConsumer<String, Seen> out) {
    Seen here = Seen.in(Seeds.derive(0, sample.system().orElse(""), sample.id()));
    Optional<String> topic = sample.topic().map(CountForDiversity::path);
    out.accept(DiversityCounts.key(DiversityCounts.SAMPLE, ""), here);
    topic.ifPresent(path -> out.accept(DiversityCounts.key(DiversityCounts.TOPIC, path), here));
    for (int i = 0; i < sample.turns().size(); i++) {
      Turn turn = sample.turns().get(i);
      turn.question().ifPresent(text -> out.accept(text(DiversityCounts.QUESTION, text), here));
      turn.answer().ifPresent(text -> out.accept(text(DiversityCounts.ANSWER, text), here));
      if (i < sample.templates().size()) {
        template(sample.templates().get(i), topic, key -> out.accept(key, here));
      }
    }
  }

  private static void template(String template, Optional<String> topic, Consumer<String> out) {
    out.accept(DiversityCounts.key(DiversityCounts.TEMPLATE, template));
    for (int depth = 1; topic.isPresent() && depth <= DiversityCounts.DEEPEST; depth++) {
      String pair = hash(TopicCoverage.cut(topic.get(), depth), template);
      out.accept(DiversityCounts.key(DiversityCounts.pair(depth), pair));
    }
  }

  private static String text(String kind, String text) {
    return DiversityCounts.key(kind, hash(MinHash.normal(text)));
  }

  private static String hash(Object... parts) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(Seeds.derive(0, parts)) + hex.toHexDigits(Seeds.derive(1, parts));
  }

  /** How often each thing of a part was seen. */
  private record Things(SortedMap<String, Seen> seen) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private static final class OfEach
      extends Combine.CombineFn<KV<String, Seen>, Things, DiversityCounts> {
    private static final long serialVersionUID = 1;

    @Override
    public Things createAccumulator() {
      return new Things(new TreeMap<>());
    }

    @Override
    public Things addInput(Things sum, KV<String, Seen> thing) {
      sum.seen().merge(thing.getKey(), thing.getValue(), Seen::plus);
      return sum;
    }

    @Override
    public Things mergeAccumulators(Iterable<Things> some) {
      Things sum = createAccumulator();
      some.forEach(
          one -> one.seen().forEach((key, seen) -> sum.seen().merge(key, seen, Seen::plus)));
      return sum;
    }

    @Override
    public DiversityCounts extractOutput(Things sum) {
      DiversityCounts counts = DiversityCounts.none();
      sum.seen().forEach(counts::add);
      return counts;
    }

    @Override
    public Coder<Things> getAccumulatorCoder(
        CoderRegistry registry, Coder<KV<String, Seen>> inputCoder) {
      return JsonCoder.of(Things.class);
    }
  }

  private static final class OfAll
      extends Combine.CombineFn<DiversityCounts, DiversityCounts, DiversityCounts> {
    private static final long serialVersionUID = 1;

    @Override
    public DiversityCounts createAccumulator() {
      return DiversityCounts.none();
    }

    @Override
    public DiversityCounts addInput(DiversityCounts sum, DiversityCounts part) {
      sum.add(part);
      return sum;
    }

    @Override
    public DiversityCounts mergeAccumulators(Iterable<DiversityCounts> parts) {
      DiversityCounts sum = createAccumulator();
      parts.forEach(sum::add);
      return sum;
    }

    @Override
    public DiversityCounts extractOutput(DiversityCounts sum) {
      return sum;
    }
  }
}
