package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.SampleLine;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** How many samples every topic has, and how many of them are dropped, as lines. */
final class TopicLosses
    extends Combine.CombineFn<KV<String, Boolean>, TopicLosses.Counts, List<String>> {
  private static final long serialVersionUID = 1;

  /** The samples of each topic, and those that are dropped. */
  static final class Counts implements Serializable {
    private static final long serialVersionUID = 1;

    private final TreeMap<String, long[]> topics = new TreeMap<>();

    private void add(String topic, long samples, long dropped) {
      long[] counts = topics.computeIfAbsent(topic, name -> new long[2]);
      counts[0] += samples;
      counts[1] += dropped;
    }
  }

  /** The topics of samples. */
  static final class Of extends DoFn<Sample, KV<String, Boolean>> {
    private static final long serialVersionUID = 1;

    private final boolean dropped;

    /**
     * @param dropped whether these samples are dropped
     */
    Of(boolean dropped) {
      this.dropped = dropped;
    }

    @ProcessElement
    public void processElement(@Element Sample sample, OutputReceiver<KV<String, Boolean>> out) {
      sample.topic().ifPresent(topic -> out.output(KV.of(line(topic).toString(), dropped)));
    }

    private static ObjectNode line(Topic topic) {
      ObjectNode line = JsonCoder.mapper().createObjectNode();
      topic.domain().ifPresent(name -> line.put("domain", name));
      topic.category().ifPresent(name -> line.put("category", name));
      return line.put("topic", topic.text());
    }
  }

  @Override
  public Counts createAccumulator() {
    return new Counts();
  }

  @Override
  public Counts addInput(Counts sum, KV<String, Boolean> topic) {
    sum.add(topic.getKey(), 1, topic.getValue() ? 1 : 0);
    return sum;
  }

  @Override
  public Counts mergeAccumulators(Iterable<Counts> parts) {
    Counts sum = new Counts();
    parts.forEach(
        part -> part.topics.forEach((topic, counts) -> sum.add(topic, counts[0], counts[1])));
    return sum;
  }

  @Override
  public List<String> extractOutput(Counts sum) {
    List<String> lines = new ArrayList<>();
    sum.topics.forEach(
        (topic, counts) ->
            lines.add(
                SampleLine.object(topic)
                    .put("samples", counts[0])
                    .put("dropped", counts[1])
                    .toString()));
    return lines;
  }

  @Override
  public Coder<Counts> getAccumulatorCoder(
      CoderRegistry registry, Coder<KV<String, Boolean>> input) {
    return SerializableCoder.of(Counts.class);
  }

  @Override
  public Coder<List<String>> getDefaultOutputCoder(
      CoderRegistry registry, Coder<KV<String, Boolean>> input) {
    return ListCoder.of(StringUtf8Coder.of());
  }
}
