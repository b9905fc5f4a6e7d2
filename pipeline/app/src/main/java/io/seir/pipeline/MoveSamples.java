package io.seir.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.BlobLocation;
import io.seir.blob.BlobStore;
import io.seir.blob.SamplePictures;
import io.seir.data.SampleLine;
import io.seir.judge.Reference;
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
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/**
 * Moves samples into a new data set, with their pictures, those of their rounds and those of
 * reference answers. Unreadable pictures keep their names.
 */
final class MoveSamples extends DoFn<Sample, Sample> {
  private static final long serialVersionUID = 1;

  /**
   * The place of a sample in the new data set.
   *
   * @param run the name of the data set it came from, or empty if that is not recorded
   * @param first index of the first sample of that data set
   * @param renamed whether the name is put before its id
   * @param systems whether lines name the system after which their folder is called
   */
  record Place(String run, long first, boolean renamed, boolean systems) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  private final Place place;
  private final SamplePictures pictures;
  private final BlobLocation target;
  private final Counter finished;
  private transient @Nullable BlobStore store;

  /**
   * @param stage its name in metrics
   * @param place in the new data set
   * @param pictures where the pictures of the samples are
   * @param target where they are put
   */
  MoveSamples(String stage, Place place, SamplePictures pictures, BlobLocation target) {
    this.finished = Metrics.counter("seir." + stage, "finished");
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
        place.systems()
            || sample
                .source()
                .map(from -> SampleLine.object(from.line()).has("model"))
                .orElse(true);
    if (!named) {
      line.remove("model"); // a folder's name is no system's
    }
    if (!place.run().isEmpty()) {
      line.put(MergeDataSets.RUN, place.run());
    }
    if (place.renamed()) {
      List<String> names = new ArrayList<>();
      line.fieldNames().forEachRemaining(names::add);
      names.removeIf(name -> !name.equalsIgnoreCase("id")); // read in any case
      line.remove(names);
      line.put("id", place.run() + "-" + sample.id());
    }
    SampleLine.Place where =
        new SampleLine.Place(
            moved.index(),
            0,
            named ? sample.system().orElse("") : "",
            sample.source().flatMap(Sample.Source::folder));
    references(sample, line);
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

  /** The pictures of good answers, which a line names by a key of its own: one, or one per turn. */
  private void references(Sample sample, ObjectNode line) {
    JsonNode names = line.path(Reference.IMAGE);
    if (names.isTextual()) {
      line.put(Reference.IMAGE, reference(sample, names));
    } else if (names instanceof ArrayNode each) {
      for (int i = 0; i < each.size(); i++) {
        if (each.get(i).isTextual()) {
          each.set(i, reference(sample, each.get(i)));
        }
      }
    }
  }

  private String reference(Sample sample, JsonNode name) {
    return name.asText().isBlank()
        ? name.asText()
        : kept(sample, ImageRef.named(name.asText())).uri();
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
