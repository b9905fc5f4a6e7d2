package io.seir.refine;

import io.seir.ask.Asker;
import io.seir.blob.BlobStore;
import io.seir.blob.SamplePictures;
import io.seir.kernels.Kernels;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.PictureReader;
import io.seir.model.TextImageEncoder;
import io.seir.prompt.PromptSet;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a {@link Stage} works with while it refines one turn of one sample: the sample, and models
 * to call. Every call is recorded in the journal and counted. Used by a single thread.
 */
public final class StageContext {
  private final Sample sample;
  private final Asker asker;
  private final PromptSet prompts;
  private final BlobStore pictures;
  private final Optional<TextImageEncoder> encoder;
  private final Supplier<Kernels> kernels;
  private final Map<ImageRef, Picture> known = new HashMap<>();

  StageContext(
      Sample sample,
      Asker asker,
      PromptSet prompts,
      BlobStore pictures,
      Optional<TextImageEncoder> encoder,
      Supplier<Kernels> kernels) {
    this.sample = sample;
    this.asker = asker;
    this.prompts = prompts;
    this.pictures = pictures;
    this.encoder = encoder;
    this.kernels = kernels;
  }

  /** The sample; the stage works on its last turn. */
  public Sample sample() {
    return sample;
  }

  /** The turn to work on, as it was before this stage. */
  public Turn turn() {
    return sample.last().orElseThrow();
  }

  /** The turns before it. */
  public List<Turn> earlier() {
    return sample.turns().subList(0, sample.turns().size() - 1);
  }

  /**
   * The pictures of earlier turns, in order; unreadable ones are left out.
   *
   * @param most how many, the latest
   */
  public List<Picture> earlierPictures(int most) {
    List<Picture> shown = new ArrayList<>();
    for (int turn = earlier().size() - 1; turn >= 0 && shown.size() < most; turn--) {
      Optional<ImageRef> image = earlier().get(turn).image();
      if (image.isPresent()) {
        try {
          shown.add(0, picture(image.get()));
        } catch (ModelException e) {
          continue; // what is reviewed is another picture
        }
      }
    }
    return shown;
  }

  /**
   * The reply to a prompt of the run's set, whose prompts may all use {@code {{history}}}.
   *
   * @param values for the other placeholders of the prompt
   * @param shown pictures to show to the model, in order
   * @param round part of the call's seed
   * @param reading turns the reply into a value; if it is refused or unreadable, the call is made
   *     once more
   * @throws ModelException if there is no readable reply
   */
  public <T> T ask(
      ModelRole role,
      String prompt,
      Map<String, String> values,
      List<Picture> shown,
      int round,
      Asker.Reading<T> reading)
      throws ModelException {
    return asker.ask(role, prompts.get(prompt).fill(values, earlier(), shown), round, reading);
  }

  /** The language model's reply to a prompt, without pictures. */
  public <T> T ask(String prompt, Map<String, String> values, int round, Asker.Reading<T> reading)
      throws ModelException {
    return ask(ModelRole.LANGUAGE, prompt, values, List.of(), round, reading);
  }

  /** Draws a caption, and keeps the picture. */
  public ImageRef draw(String caption, int round) throws ModelException {
    Asker.Drawn drawn = asker.draw(caption, round, pictures);
    known.put(drawn.ref(), drawn.picture());
    return drawn.ref();
  }

  /**
   * A picture that was drawn now or by an earlier stage, or that came with the sample.
   *
   * @throws ModelException if it cannot be read
   */
  public Picture picture(ImageRef image) throws ModelException {
    Picture picture = known.get(image);
    if (picture == null) {
      try {
        picture =
            image.sha256().isPresent()
                ? pictures.get(image)
                : SamplePictures.besideTheirFile().read(sample, image);
      } catch (IOException e) {
        throw new UncheckedIOException("a stored picture cannot be read", e);
      } catch (SamplePictures.UnreadableException e) {
        throw ModelException.permanentFault(e.label(), "the picture " + image.uri());
      }
      known.put(image, picture);
    }
    return picture;
  }

  /**
   * A picture that came with the sample, copied to the store of drawn pictures.
   *
   * @throws ModelException if it cannot be read
   */
  public ImageRef kept(ImageRef image) throws ModelException {
    if (image.sha256().isPresent()) {
      return image;
    }
    Picture picture = picture(image);
    try {
      PictureReader.Size size = PictureReader.check(picture);
      ImageRef kept = pictures.put(picture, size.width(), size.height());
      known.put(kept, picture);
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException("a picture cannot be stored", e);
    }
  }

  /**
   * A number for choosing rounds, computed once and then taken from the journal, so that every
   * engine and runner chooses the same.
   *
   * @param draft what is scored, as a text that identifies it
   */
  public double score(String draft, Asker.Scoring scoring) throws ModelException {
    return asker.score(draft, scoring);
  }

  /**
   * The encoder that chooses between equally rated rounds, never the judge's; absent if there is
   * none that knows pictures like those of the image model.
   */
  public Optional<TextImageEncoder> encoder() {
    return encoder;
  }

  /** The numeric engine of this worker. */
  public Kernels kernels() {
    return kernels.get();
  }
}
