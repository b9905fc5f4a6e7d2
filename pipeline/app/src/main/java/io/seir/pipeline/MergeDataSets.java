package io.seir.pipeline;

import io.seir.blob.BlobLocation;
import io.seir.blob.SamplePictures;
import io.seir.data.ReadSamples;
import io.seir.data.SampleFiles;
import io.seir.data.WriteSamples;
import io.seir.sample.Sample;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Merges data sets: every line says which one it came from, and pictures are stored once.
 * Unreadable pictures keep their names.
 */
public final class MergeDataSets {
  /** Its name in metrics. */
  public static final String STAGE = "merge";

  /** The key of a line that says which data set it came from. */
  public static final String RUN = "run";

  /**
   * A data set among others.
   *
   * @param name unique
   * @param files its samples
   * @param index of its first sample in the merged data set
   * @param renamed whether its ids get its name as a prefix, because another data set has some of
   *     the same ids
   */
  public record Part(String name, SampleFiles files, long first, boolean renamed) {}

  private MergeDataSets() {}

  /**
   * Adds the steps.
   *
   * @param filter which samples to use
   * @param pictures where the pictures of the samples are
   * @param folder of the merged data set, absolute
   */
  public static void build(
      Pipeline pipeline,
      List<Part> parts,
      SerializableFunction<Sample, Boolean> filter,
      SamplePictures pictures,
      String folder) {
    PCollectionList<Sample> all = PCollectionList.empty(pipeline);
    for (Part part : parts) {
      MoveSamples.Place place =
          new MoveSamples.Place(part.name(), part.first(), part.renamed(), false);
      all =
          all.and(
              pipeline
                  .apply("Read " + part.name(), ReadSamples.of(part.files()).where(filter))
                  .apply(
                      "Move " + part.name(),
                      ParDo.of(
                          new MoveSamples(STAGE, place, pictures, BlobLocation.folder(folder)))));
    }
    PCollection<Sample> together = all.apply("Together", Flatten.pCollections());
    together.apply("Write", WriteSamples.to(folder));
  }
}
