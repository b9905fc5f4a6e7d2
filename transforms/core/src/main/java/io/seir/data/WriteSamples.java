package io.seir.data;

import io.seir.sample.Sample;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Writes samples as JSON lines in the order of their index; returns the number of samples in each
 * file. Samples without an index go to one file, in the order of their lines.
 */
public final class WriteSamples extends PTransform<PCollection<Sample>, PCollection<Integer>> {
  private static final long serialVersionUID = 1;

  private final WriteShards<Sample, Integer> shards;

  private WriteSamples(WriteShards<Sample, Integer> shards) {
    this.shards = shards;
  }

  /** Writes to {@code dialogues-*.jsonl} in a folder. */
  public static WriteSamples to(String folder) {
    return to(folder, "dialogues");
  }

  /**
   * Writes to files with a different name.
   *
   * @param folder absolute, or with any scheme that {@link io.seir.blob.Locations} knows
   */
  public static WriteSamples to(String folder, String name) {
    WriteShards.Lines<Sample, Integer> lines =
        new WriteShards.Lines<>(sample -> sample, SampleLine::of, all -> all.size());
    return new WriteSamples(WriteShards.of(folder, name, lines, Integer.class));
  }

  /** Also writes every file in another format next to it. */
  public WriteSamples with(WriteShards.Beside<Sample> form) {
    return new WriteSamples(shards.with(form));
  }

  /** Pictures from a container do not travel to the step that sorts lines. */
  @Override
  public PCollection<Integer> expand(PCollection<Sample> samples) {
    SerializableFunction<Sample, Sample> light = Sample::withoutBytes;
    return samples
        .apply("Without bytes", MapElements.into(TypeDescriptor.of(Sample.class)).via(light))
        .apply("Lines", shards);
  }
}
