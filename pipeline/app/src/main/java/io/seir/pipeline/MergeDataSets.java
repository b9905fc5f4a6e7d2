package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.BlobLocation;
import io.seir.blob.BlobStore;
import io.seir.blob.SamplePictures;
import io.seir.data.ReadSamples;
import io.seir.data.SampleFiles;
import io.seir.data.SampleLine;
import io.seir.data.WriteSamples;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Refinement;
import io.seir.sample.Round;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.jspecify.annotations.Nullable;

/**
 * Several data sets to one: every line says which it came from, and pictures are stored once.
 * Pictures that cannot be had stay named as they were.
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
   * @param first index of its first sample in the whole
   * @param renamed whether its name is put before its ids, since another has some of them
   */
  public record Part(String name, SampleFiles files, long first, boolean renamed) {}

  private record Place(String name, long first, boolean renamed) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private MergeDataSets() {}

  /**
   * Adds the steps.
   *
   * @param pictures where the pictures of the samples are
   * @param folder of the merged data set, absolute
   */
  public static void build(
      Pipeline pipeline, List<Part> parts, SamplePictures pictures, String folder) {
    PCollectionList<Sample> all = PCollectionList.empty(pipeline);
    for (Part part : parts) {
      Place place = new Place(part.name(), part.first(), part.renamed());
      all =
          all.and(
              pipeline
                  .apply("Read " + part.name(), ReadSamples.of(part.files()))
                  .apply(
                      "Move " + part.name(),
                      ParDo.of(new Move(place, pictures, BlobLocation.folder(folder)))));
    }
    PCollection<Sample> together = all.apply("Together", Flatten.pCollections());
    together.apply("Write", WriteSamples.to(folder));
  }

  private static final class Move extends DoFn<Sample, Sample> {
    private static final long serialVersionUID = 1;

    private final Place place;
    private final SamplePictures pictures;
    private final BlobLocation target;
    private final Counter finished = Metrics.counter("seir." + STAGE, "finished");
    private transient @Nullable BlobStore store;

    Move(Place place, SamplePictures pictures, BlobLocation target) {
      this.place = place;
      this.pictures = pictures;
      this.target = target;
    }

    @ProcessElement
    public void processElement(@Element Sample sample, OutputReceiver<Sample> out)
        throws IOException {
      Sample moved = sample.withIndex(place.first() + sample.index());
      ObjectNode line = SampleLine.object(SampleLine.of(moved.withoutBytes()));
      boolean named =
          sample.source().map(from -> SampleLine.object(from.line()).has("model")).orElse(true);
      if (!named) {
        line.remove("model"); // a folder's name is no system's
      }
      line.put(RUN, place.name());
      if (place.renamed()) {
        List<String> names = new ArrayList<>();
        line.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> !name.equalsIgnoreCase("id")); // read in any case
        line.remove(names);
        line.put("id", place.name() + "-" + sample.id());
      }
      SampleLine.Place where =
          new SampleLine.Place(
              moved.index(),
              0,
              named ? sample.system().orElse("") : "",
              sample.source().flatMap(Sample.Source::folder));
      Sample renamed = SampleLine.parse(line.toString(), where);
      for (Turn turn : sample.turns()) {
        for (Refinement made : turn.lineage()) {
          for (Round round : made.rounds()) {
            round.draft().image().ifPresent(image -> kept(sample, image));
          }
        }
      }
      finished.inc();
      out.output(renamed.mapTurns(turn -> turn.mapImage(image -> kept(sample, image))));
    }

    /** Where a picture is now; its old reference if it cannot be had. */
    private ImageRef kept(Sample sample, ImageRef image) {
      try {
        ImageRef whole = // a picture that came in its container
            sample.turns().stream()
                .flatMap(turn -> turn.image().stream())
                .filter(own -> own.uri().equals(image.uri()))
                .findFirst()
                .orElse(image);
        Picture picture = pictures.read(sample, whole);
        PictureReader.Size size = PictureReader.size(picture);
        if (store == null) {
          store = target.open();
        }
        return store.put(picture, size.width(), size.height());
      } catch (SamplePictures.UnreadableException | ModelException e) {
        return image;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
