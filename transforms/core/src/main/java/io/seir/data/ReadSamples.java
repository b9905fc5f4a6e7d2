package io.seir.data;

import io.seir.blob.Locations;
import io.seir.sample.Sample;
import io.seir.sample.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Reads the samples of files or folders in any form that {@link SampleFiles} knows. On runners that
 * keep bundles, each range of a file becomes one bundle, so that models are kept busy.
 */
public final class ReadSamples extends PTransform<PBegin, PCollection<Sample>> {
  private static final long serialVersionUID = 1;

  private static final int MOST_RANGES = 8;
  private static final int FEWEST_BUNDLES = 16;

  private final List<SampleSource> ranges;
  private final long seed;
  private final @Nullable String system;
  private final SerializableFunction<Sample, Boolean> filter;
  private final int rangesInBundle;

  private ReadSamples(
      List<SampleSource> ranges,
      long seed,
      @Nullable String system,
      SerializableFunction<Sample, Boolean> filter,
      int rangesInBundle) {
    this.rangesInBundle = rangesInBundle;
    this.ranges = List.copyOf(ranges);
    this.seed = seed;
    this.system = system;
    this.filter = filter;
  }

  /**
   * Files or folders by name. They are checked now, and every line must be a sample.
   *
   * @throws InputException naming the file and the line that is wrong
   */
  public static ReadSamples from(String... names) {
    return of(
        SampleFiles.of(
            "", Arrays.stream(names).map(Locations::path).toList(), SampleFiles.SAMPLES_IN_RANGE));
  }

  /** Files that have already been checked. */
  public static ReadSamples of(SampleFiles files) {
    return new ReadSamples(files.ranges(), 0, null, sample -> true, 1);
  }

  /**
   * With larger bundles where there is much to read, for steps that take many samples together. How
   * large says nothing about the results.
   */
  public ReadSamples inLargeBundles() {
    int together = Math.max(1, Math.min(MOST_RANGES, ranges.size() / FEWEST_BUNDLES));
    return new ReadSamples(ranges, seed, system, filter, together);
  }

  /**
   * With the seed of the run, from which the samples' seeds are derived, together with their system
   * and id.
   */
  public ReadSamples withSeed(long seedOfRun) {
    return new ReadSamples(ranges, seedOfRun, system, filter, rangesInBundle);
  }

  /** Assigns all samples to one system, whatever their lines say. */
  public ReadSamples withSystem(String name) {
    return new ReadSamples(ranges, seed, name, filter, rangesInBundle);
  }

  /** Only the samples that pass the filter; the indexes of the others stay unused. */
  public ReadSamples where(SerializableFunction<Sample, Boolean> holds) {
    return new ReadSamples(ranges, seed, system, holds, rangesInBundle);
  }

  @Override
  public PCollection<Sample> expand(PBegin begin) {
    List<List<SampleSource>> bundles = new ArrayList<>();
    for (int from = 0; from < ranges.size(); from += rangesInBundle) {
      bundles.add(
          new ArrayList<>(ranges.subList(from, Math.min(ranges.size(), from + rangesInBundle))));
    }
    return begin
        .apply(
            "Ranges",
            Create.of(bundles).withCoder(ListCoder.of(SerializableCoder.of(SampleSource.class))))
        .apply("A bundle per element", Reshuffle.viaRandomKey())
        .apply("Samples", ParDo.of(new Read(seed, system, filter)));
  }

  private static final class Read extends DoFn<List<SampleSource>, Sample> {
    private static final long serialVersionUID = 1;

    private final long seed;
    private final @Nullable String system;
    private final SerializableFunction<Sample, Boolean> filter;

    Read(long seed, @Nullable String system, SerializableFunction<Sample, Boolean> filter) {
      this.seed = seed;
      this.system = system;
      this.filter = filter;
    }

    @ProcessElement
    public void processElement(@Element List<SampleSource> together, OutputReceiver<Sample> out)
        throws IOException {
      for (SampleSource range : together) {
        range.read(sample -> output(sample, out));
      }
    }

    private void output(Sample sample, OutputReceiver<Sample> out) {
      if (!filter.apply(sample)) {
        return;
      }
      String of = sample.system().orElse("");
      Sample seeded = sample.withSeed(Seeds.derive(seed, of, sample.id()));
      out.output(system == null ? seeded : seeded.withSystem(system));
    }
  }
}
