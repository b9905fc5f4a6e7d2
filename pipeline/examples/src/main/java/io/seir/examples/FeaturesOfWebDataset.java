package io.seir.examples;

import io.seir.blob.SamplePictures;
import io.seir.data.ReadSamples;
import io.seir.data.WriteBadRecords;
import io.seir.features.ExtractFeatures;
import io.seir.model.ModelSource;
import io.seir.sample.Feature;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Computes only the features of a WebDataset shard, and writes them as a table with Beam's own text
 * sink.
 */
public final class FeaturesOfWebDataset {
  private FeaturesOfWebDataset() {}

  /** Adds the steps: one line per picture that has a text, its key and their cosine. */
  public static void build(Pipeline pipeline, String tar, ModelSource models, String out) {
    Result extracted =
        pipeline
            .apply("Shard", ReadSamples.from(tar))
            .apply("Features", ExtractFeatures.of(models, SamplePictures.besideTheirFile()));
    SerializableFunction<Sample, Iterable<String>> row =
        sample ->
            sample.turns().stream()
                .flatMap(turn -> turn.features().stream())
                .flatMapToDouble(features -> features.get(Feature.ANSWER_IMAGE).stream())
                .mapToObj(cosine -> sample.id() + "\t" + cosine)
                .toList();
    extracted
        .samples()
        .apply("Rows", FlatMapElements.into(TypeDescriptors.strings()).via(row))
        .apply("Write", TextIO.write().to(out + "/cosines").withSuffix(".tsv").withoutSharding());
    extracted.bad().apply("Write bad", WriteBadRecords.to(out));
  }
}
