package io.seir.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.BlobLocation;
import io.seir.blob.SamplePictures;
import io.seir.data.ReadSamples;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteSamples;
import io.seir.data.WriteShards;
import io.seir.duplicates.Cluster;
import io.seir.duplicates.ClusterFiles;
import io.seir.duplicates.FindNearDuplicates;
import io.seir.duplicates.Shown;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Finds clusters of near-duplicates in a data set, and writes what to keep and the data set without
 * duplicates.
 */
public final class DropDuplicates {
  /** What each topic loses. */
  public static final String TOPICS = "topics.jsonl";

  /** The largest clusters, examples and distribution, for the page. */
  public static final String LARGEST = "duplicates-largest.jsonl";

  public static final String EXAMPLES = "duplicates-examples.jsonl";
  public static final String NEAREST = "duplicates-nearest.jsonl";

  private DropDuplicates() {}

  /**
   * Adds the steps.
   *
   * @param pictures where the pictures of the samples are
   * @param write whether to write the data set of what is kept
   * @param systems whether its lines name their system
   * @param folder for the files; absolute
   */
  public static void build(
      Pipeline pipeline,
      ReadSamples data,
      FindNearDuplicates find,
      SamplePictures pictures,
      boolean write,
      boolean systems,
      String folder) {
    PCollection<Sample> samples = pipeline.apply("Read", data);
    Result found = samples.apply("Duplicates", find);
    found.bad().apply("Write bad", WriteBadRecords.to(folder));
    WriteShards.Lines<Sample, Integer> keep =
        new WriteShards.Lines<>(sample -> sample, DropDuplicates::name, List::size);
    SerializableFunction<Sample, Sample> light = Sample::withoutBytes;
    found
        .samples()
        .apply("Without bytes", MapElements.into(TypeDescriptor.of(Sample.class)).via(light))
        .apply("Write keep", WriteShards.of(folder, "keep", keep, Integer.class));
    PCollectionList.of(found.samples().apply("Kept topics", ParDo.of(new TopicLosses.Of(false))))
        .and(
            found
                .get(FindNearDuplicates.DROPPED)
                .apply("Dropped topics", ParDo.of(new TopicLosses.Of(true))))
        .apply("Topics", Flatten.pCollections())
        .apply("Losses", Combine.globally(new TopicLosses()).withoutDefaults())
        .apply("Each topic", Flatten.iterables())
        .apply("Write topics", OneFile.to(folder, TOPICS));
    PCollection<Shown> largest =
        write(
            PCollectionTuple.of(FindNearDuplicates.CLUSTERS, found.get(FindNearDuplicates.CLUSTERS))
                .and(FindNearDuplicates.EXAMPLES, found.get(FindNearDuplicates.EXAMPLES))
                .and(FindNearDuplicates.NEAREST, found.get(FindNearDuplicates.NEAREST)),
            folder);
    samples.apply(
        "Thumbnails",
        Thumbnails.of(largest, found.get(FindNearDuplicates.EXAMPLES), pictures, folder));
    if (write) {
      MoveSamples.Place place = new MoveSamples.Place("", 0, false, systems);
      found
          .samples()
          .apply(
              "Move",
              ParDo.of(new MoveSamples("kept", place, pictures, BlobLocation.folder(folder))))
          .apply("Write", WriteSamples.to(folder));
    }
  }

  /** Writes what was found; gives the largest clusters. */
  static PCollection<Shown> write(PCollectionTuple found, String folder) {
    WriteShards.Lines<Cluster, Integer> lines =
        new WriteShards.Lines<>(
            cluster -> Sample.of(cluster.kept().id()).withIndex(cluster.kept().index()),
            asJson(),
            List::size);
    String own = folder + "/" + RunFiles.PRIVATE;
    PCollection<Cluster> clusters = found.get(FindNearDuplicates.CLUSTERS);
    clusters.apply(
        "Write clusters", WriteShards.of(folder, ClusterFiles.NAME, lines, Integer.class));
    SerializableFunction<Cluster, Shown> few = Shown::of;
    PCollection<Shown> largest =
        clusters
            .apply("Few", MapElements.into(TypeDescriptor.of(Shown.class)).via(few))
            .apply("Largest", Top.of(Shown.CLUSTERS, new Larger()).withoutDefaults())
            .apply("Each", Flatten.iterables());
    largest
        .apply("Largest lines", MapElements.into(TypeDescriptors.strings()).via(asJson()))
        .apply("Write largest", OneFile.to(own, LARGEST));
    found
        .get(FindNearDuplicates.EXAMPLES)
        .apply("Example lines", MapElements.into(TypeDescriptors.strings()).via(asJson()))
        .apply("Write examples", OneFile.to(own, EXAMPLES));
    found
        .get(FindNearDuplicates.NEAREST)
        .apply("Nearest lines", MapElements.into(TypeDescriptors.strings()).via(asJson()))
        .apply("Write nearest", OneFile.to(own, NEAREST));
    return largest;
  }

  /**
   * One lambda for all types, because several lambdas of one method are confused when deserialised.
   */
  private static <T> SerializableFunction<T, String> asJson() {
    return DropDuplicates::json;
  }

  private static String json(Object value) {
    try {
      return JsonCoder.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(Sample sample) {
    ObjectNode line = JsonCoder.mapper().createObjectNode().put("id", sample.id());
    sample.system().filter(name -> !name.isEmpty()).ifPresent(name -> line.put("model", name));
    return line.toString();
  }

  private static final class Larger implements Comparator<Shown>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(Shown a, Shown b) {
      return Shown.LARGEST_FIRST.compare(b, a);
    }
  }
}
