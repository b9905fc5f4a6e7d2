package io.seir.expansion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.SamplePictures;
import io.seir.data.InputException;
import io.seir.data.SampleLine;
import io.seir.model.ModelException;
import io.seir.model.ModelSource;
import io.seir.model.TextImageEncoder;
import io.seir.sample.BadRecord;
import io.seir.sample.Features;
import io.seir.sample.ImageRef;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.similar.NearestRows;
import io.seir.similar.Neighbours;
import io.seir.similar.RowNames;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import io.seir.similar.TurnLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds to every sample what is nearest to its text or picture in a set of rows, under the key
 * {@value #FOUND} of its line. The samples of a bundle are searched for together, {@value
 * #TOGETHER} at a time; each time the worker goes through the whole set. A sample without text and
 * picture, or one that the encoder cannot represent, becomes a bad record.
 */
final class FindNeighbours extends Result.Transform<PCollection<Sample>> {
  private static final long serialVersionUID = 1;

  /** Where a line keeps its neighbours. */
  static final String FOUND = "seir.neighbours";

  private static final String STAGE = "neighbours";
  private static final int TOGETHER = 256;

  private final int nearest;
  private final RowSet set;
  private final ModelSource models;
  private final By by;
  private final SamplePictures pictures;

  /** What to search for in a sample. */
  enum By {
    TEXT,
    IMAGE,
    /** The text if there is one, otherwise the picture. */
    EITHER;

    /**
     * By its name.
     *
     * @throws InputException if it is none
     */
    static By of(@Nullable String name) {
      if (name == null) {
        return EITHER;
      }
      return switch (name) {
        case "text" -> TEXT;
        case "image" -> IMAGE;
        default -> throw new InputException("'by' is text or image, not " + name);
      };
    }
  }

  private FindNeighbours(
      int nearest, RowSet set, ModelSource models, By by, SamplePictures pictures) {
    this.nearest = nearest;
    this.set = set;
    this.models = models;
    this.by = by;
    this.pictures = pictures;
  }

  /**
   * Searches by the text of samples that have one.
   *
   * @param nearest neighbours per sample
   * @param models whose judge's encoder made the rows
   */
  static FindNeighbours of(int nearest, RowSet set, ModelSource models) {
    return new FindNeighbours(nearest, set, models, By.EITHER, SamplePictures.besideTheirFile());
  }

  FindNeighbours by(By what, SamplePictures shown) {
    return new FindNeighbours(nearest, set, models, what, shown);
  }

  @Override
  public Result expand(PCollection<Sample> samples) {
    PCollectionView<RowSet> rows =
        samples
            .getPipeline()
            .apply(getName() + " set", Create.of(set))
            .apply("Set", View.asSingleton());
    Find find = new Find(nearest, rows, models, by, pictures);
    return Result.of(
        samples.apply(
            "Find",
            ParDo.of(find).withSideInputs(rows).withOutputTags(Result.SAMPLES, Result.sides())));
  }

  private record Waiting(Sample sample, Instant timestamp, BoundedWindow window) {}

  private record Encoded(Waiting of, float[] row) {}

  private static final class Find extends DoFn<Sample, Sample> {
    private static final long serialVersionUID = 1;

    private final int nearest;
    private final PCollectionView<RowSet> view;
    private final ModelSource models;
    private final By by;
    private final SamplePictures pictures;
    private transient @Nullable TextImageEncoder encoder;
    private transient @Nullable RowSet set;
    private transient @Nullable List<Waiting> waiting;

    Find(
        int nearest,
        PCollectionView<RowSet> view,
        ModelSource models,
        By by,
        SamplePictures pictures) {
      this.nearest = nearest;
      this.view = view;
      this.models = models;
      this.by = by;
      this.pictures = pictures;
    }

    @Setup
    public void setup() {
      encoder = models.open().judgeEncoder().orElseThrow();
    }

    @StartBundle
    public void startBundle() {
      waiting = new ArrayList<>();
    }

    @ProcessElement
    public void processElement(ProcessContext context, BoundedWindow window) {
      set = context.sideInput(view);
      Objects.requireNonNull(waiting)
          .add(new Waiting(context.element(), context.timestamp(), window));
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws IOException {
      List<Waiting> all = Objects.requireNonNull(waiting);
      for (int from = 0; from < all.size(); from += TOGETHER) {
        List<Encoded> encoded = new ArrayList<>();
        for (Waiting one : all.subList(from, Math.min(all.size(), from + TOGETHER))) {
          try {
            encoded.add(new Encoded(one, row(one.sample())));
          } catch (ModelException e) {
            String detail = Objects.requireNonNullElse(e.getMessage(), e.reason());
            BadRecord bad = BadRecord.of(STAGE, e.reason(), detail, one.sample());
            context.output(Result.BAD, bad, one.timestamp(), one.window());
          }
        }
        if (!encoded.isEmpty()) {
          find(encoded, context);
        }
      }
    }

    private void find(List<Encoded> encoded, FinishBundleContext context) throws IOException {
      RowSet rows = Objects.requireNonNull(set);
      List<Neighbours> found =
          NearestRows.of(
              rows, encoded.stream().map(Encoded::row).toList(), nearest, RowSearch.AUTO);
      TreeSet<Long> named = new TreeSet<>();
      found.forEach(of -> of.nearest().forEach(one -> named.add(one.row())));
      Map<Long, TurnLine> names = RowNames.of(rows, named);
      for (int i = 0; i < found.size(); i++) {
        Waiting of = encoded.get(i).of();
        context.output(with(of.sample(), found.get(i), names), of.timestamp(), of.window());
      }
    }

    private static Sample with(Sample sample, Neighbours found, Map<Long, TurnLine> names) {
      Sample.Source source = sample.source().orElseThrow();
      ObjectNode line = SampleLine.object(source.line());
      ArrayNode all = line.putArray(FOUND);
      for (Neighbours.Neighbour one : found.nearest()) {
        TurnLine name = Objects.requireNonNull(names.get(one.row()));
        ObjectNode json = all.addObject().put("id", name.id());
        name.system().filter(of -> !of.isEmpty()).ifPresent(of -> json.put("model", of));
        json.put("turn", name.turn()).put("score", Features.rounded(one.score()));
      }
      return sample.withSource(new Sample.Source(source.folder(), line.toString()));
    }

    /** The row to search for, of unit length. */
    private float[] row(Sample sample) throws ModelException {
      Turn turn = sample.last().orElse(Turn.EMPTY);
      Optional<String> text = turn.question().or(turn::answer).or(turn::caption);
      Optional<ImageRef> image = turn.image();
      float[] row;
      if (by != By.IMAGE && text.isPresent()) {
        row = Objects.requireNonNull(encoder).encode(text.get()).global();
      } else if (by != By.TEXT && image.isPresent()) {
        row = encoded(sample, image.get());
      } else {
        throw ModelException.permanentFault("no_query", "the row has nothing to search for");
      }
      for (float number : row) {
        if (number != 0) {
          return row;
        }
      }
      throw ModelException.permanentFault("nothing_to_encode", "the encoder cannot represent it");
    }

    private float[] encoded(Sample sample, ImageRef image) throws ModelException {
      try {
        return Objects.requireNonNull(encoder).encode(pictures.read(sample, image)).global();
      } catch (SamplePictures.UnreadableException e) {
        throw ModelException.permanentFault(e.label(), image.uri());
      }
    }
  }
}
