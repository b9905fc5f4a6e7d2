package io.seir.data;

import io.seir.sample.Sample;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Writes samples as JSON lines in the order of their index; gives the number of samples of each
 * file. Samples that were given no index come to one file, in the order of their lines.
 */
public final class WriteSamples extends PTransform<PCollection<Sample>, PCollection<Integer>> {
  private static final long serialVersionUID = 1;

  private final WriteShards<Sample, Integer> shards;

  private WriteSamples(WriteShards<Sample, Integer> shards) {
    this.shards = shards;
  }

  /** To {@code dialogues-*.jsonl} in a folder. */
  public static WriteSamples to(String folder) {
    return to(folder, "dialogues");
  }

  /**
   * To files of another name.
   *
   * @param folder absolute, or of any scheme that {@link io.seir.blob.Locations} knows
   */
  public static WriteSamples to(String folder, String name) {
    WriteShards.Lines<Sample, Integer> lines =
        new WriteShards.Lines<>(sample -> sample, SampleLine::of, all -> all.size());
    return new WriteSamples(WriteShards.of(folder, name, lines, Integer.class));
  }

  /** With another form of every file beside it. */
  public WriteSamples with(WriteShards.Beside<Sample> form) {
    return new WriteSamples(shards.with(form));
  }

  /** Pictures that came with their container are not carried to where lines are put in order. */
  @Override
  public PCollection<Integer> expand(PCollection<Sample> samples) {
    SerializableFunction<Sample, Sample> light = Sample::withoutBytes;
    return samples
        .apply("Without bytes", MapElements.into(TypeDescriptor.of(Sample.class)).via(light))
        .apply("Lines", shards);
  }
}
