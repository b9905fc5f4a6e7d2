package io.seir.judge;

import io.seir.ask.Asker;
import io.seir.blob.SamplePictures;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.prompt.PromptSet;
import io.seir.sample.ImageRef;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link Judge} works with: a sample, its pictures, and a model to call. Turns are numbered
 * from 0. Every call is recorded in the journal and counted. Used by a single thread.
 */
public final class JudgeContext {
  private final Sample sample;
  private final Asker asker;
  private final PromptSet prompts;
  private final SamplePictures pictures;

  /**
   * A sample to judge.
   *
   * @param pictures where its pictures are
   */
  public JudgeContext(Sample sample, Asker asker, PromptSet prompts, SamplePictures pictures) {
    this.sample = sample;
    this.asker = asker;
    this.prompts = prompts;
    this.pictures = pictures;
  }

  public Sample sample() {
    return sample;
  }

  /**
   * The picture of a turn, if it has one.
   *
   * @throws SamplePictures.UnreadableException if it names one that cannot be read
   */
  public Optional<Picture> picture(int turn) throws SamplePictures.UnreadableException {
    Optional<ImageRef> image = sample.turns().get(turn).image();
    return image.isEmpty() ? Optional.empty() : Optional.of(read(image.get()));
  }

  /**
   * A picture that the sample names.
   *
   * @throws SamplePictures.UnreadableException if it cannot be read
   */
  public Picture read(ImageRef image) throws SamplePictures.UnreadableException {
    return pictures.read(sample, image);
  }

  /** The judge's names of the scales in its replies; empty for the standard names. */
  public Map<JudgeDimension, String> scaleNames() {
    return prompts.scaleNames();
  }

  /**
   * The judge's reply about a turn, with the turns before it as history.
   *
   * @param values for the placeholders of the prompt except {@code history}
   * @param asking number of the attempt, from 0; part of the call's seed
   * @param alternatives number of most likely tokens to request at every position of the reply; 0
   *     for none
   * @param reading turns the reply into a value; if that fails, the call is made once more
   */
  public <T> T ask(
      int turn,
      String prompt,
      Map<String, String> values,
      List<Picture> shown,
      int asking,
      int alternatives,
      Asker.ReplyReading<T> reading)
      throws ModelException {
    return asker
        .atTurn(turn)
        .askForReply(
            ModelRole.JUDGE,
            prompts.get(prompt).fill(values, sample.turns().subList(0, turn), shown),
            asking,
            alternatives,
            reading);
  }
}
