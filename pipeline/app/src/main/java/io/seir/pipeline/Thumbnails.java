package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.blob.SamplePictures;
import io.seir.duplicates.Example;
import io.seir.duplicates.IndexSet;
import io.seir.duplicates.Shown;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Small pictures of the samples that a page shows: {@code shown/INDEX-TURN.jpg}. */
final class Thumbnails extends PTransform<PCollection<Sample>, PCollection<String>> {
  private static final long serialVersionUID = 1;

  /** Their folder. */
  static final String FOLDER = "shown";

  private static final int SIDE = 192;

  private final PCollection<Shown> clusters;
  private final PCollection<Example> examples;
  private final SamplePictures pictures;
  private final String folder;

  private Thumbnails(
      PCollection<Shown> clusters,
      PCollection<Example> examples,
      SamplePictures pictures,
      String folder) {
    this.clusters = clusters;
    this.examples = examples;
    this.pictures = pictures;
    this.folder = folder;
  }

  static Thumbnails of(
      PCollection<Shown> clusters,
      PCollection<Example> examples,
      SamplePictures pictures,
      String folder) {
    return new Thumbnails(clusters, examples, pictures, folder);
  }

  @Override
  public PCollection<String> expand(PCollection<Sample> samples) {
    PCollectionView<BitSet> shown =
        PCollectionList.of(
                clusters.apply(
                    "Of clusters",
                    FlatMapElements.into(TypeDescriptors.longs()).via(Shown::indexes)))
            .and(
                examples.apply(
                    "Of examples",
                    FlatMapElements.into(TypeDescriptors.longs())
                        .via(one -> List.of(one.sample().index(), one.earlier().index()))))
            .apply("Shown", Flatten.pCollections())
            .apply("As set", IndexSet.asView());
    return samples.apply(
        "Write thumbnails", ParDo.of(new Write(shown, pictures, folder)).withSideInputs(shown));
  }

  private static final class Write extends DoFn<Sample, String> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<BitSet> shown;
    private final SamplePictures pictures;
    private final String folder;

    Write(PCollectionView<BitSet> shown, SamplePictures pictures, String folder) {
      this.shown = shown;
      this.pictures = pictures;
      this.folder = folder;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      Sample sample = context.element();
      if (!context.sideInput(shown).get(Math.toIntExact(sample.index()))) {
        return;
      }
      for (int turn = 0; turn < sample.turns().size(); turn++) {
        Optional<BufferedImage> picture = picture(sample, sample.turns().get(turn));
        if (picture.isPresent()) {
          String name = FOLDER + "/" + sample.index() + "-" + turn + ".jpg";
          AtomicFile.write(Locations.path(folder).resolve(name), jpeg(picture.get()));
          context.output(name);
        }
      }
    }

    private Optional<BufferedImage> picture(Sample sample, Turn turn) {
      try {
        return turn.image().isEmpty()
            ? Optional.empty()
            : Optional.of(PictureReader.decode(pictures.read(sample, turn.image().get())));
      } catch (SamplePictures.UnreadableException | ModelException e) {
        return Optional.empty(); // it is among the bad records
      }
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
      double scale = Math.min(1, (double) SIDE / Math.max(picture.getWidth(), picture.getHeight()));
      int width = (int) Math.max(1, Math.round(scale * picture.getWidth()));
      int height = (int) Math.max(1, Math.round(scale * picture.getHeight()));
      BufferedImage small = picture;
      while (small.getWidth() > 2 * width && small.getHeight() > 2 * height) {
        small = drawn(small, small.getWidth() / 2, small.getHeight() / 2);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(drawn(small, width, height), "jpeg", bytes);
      return bytes.toByteArray();
    }

    private static BufferedImage drawn(BufferedImage picture, int width, int height) {
      BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = drawn.createGraphics();
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      g.drawImage(picture, 0, 0, width, height, Color.WHITE, null);
      g.dispose();
      return drawn;
    }
  }
}
