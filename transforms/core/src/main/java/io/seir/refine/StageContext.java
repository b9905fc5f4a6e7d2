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
 * to ask. Every call is journaled and counted. Used by one thread.
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

  /** The sample; its last turn is the one that is worked on. */
  public Sample sample() {
    return sample;
  }

  /** The turn that is worked on, as it was before this stage. */
  public Turn turn() {
    return sample.last().orElseThrow();
  }

  /** The turns before it. */
  public List<Turn> earlier() {
    return sample.turns().subList(0, sample.turns().size() - 1);
  }

  /**
   * The pictures of earlier turns, in order; one that cannot be had is left out.
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
   * The reply to a prompt of the run's set, in which every prompt may use {@code {{history}}}.
   *
   * @param values for the other places of the prompt
   * @param shown pictures that the model is shown, in order
   * @param round part of the call's seed
   * @param reading what is made of the reply; if it is refused or cannot be read, the model is
   *     asked once more
   * @throws ModelException if there is no reply, or none that can be read
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
   * A picture that was drawn, now or by an earlier stage, or that the sample came with.
   *
   * @throws ModelException if it cannot be had
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
   * A picture that the sample came with, in the folder in which drawn ones are kept.
   *
   * @throws ModelException if it cannot be had
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
   * A number by which rounds are chosen, worked out once and then as the journal says, so that
   * every engine and runner chooses the same.
   *
   * @param draft what is scored, as a text that tells it from others
   */
  public double score(String draft, Asker.Scoring scoring) throws ModelException {
    return asker.score(draft, scoring);
  }

  /**
   * The encoder that chooses between rounds that are rated the same, never the judge's; absent if
   * there is none that has seen pictures such as those of the image model.
   */
  public Optional<TextImageEncoder> encoder() {
    return encoder;
  }

  /** The numeric engine of this worker. */
  public Kernels kernels() {
    return kernels.get();
  }
}
