package io.seir.judge;

import io.seir.blob.SamplePictures;
import io.seir.prompt.FilledPrompt;
import io.seir.prompt.PromptSet;
import io.seir.sample.ImageRef;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call to a judge: which scales it is asked about, with which prompt, texts and pictures.
 *
 * @param historyImages maximum number of pictures of earlier turns to show, the latest ones
 * @param references whether to show the {@link Reference} of the turn
 */
record JudgeQuestion(
    String prompt, List<JudgeDimension> scales, int historyImages, boolean references) {
  private static final String NONE = "none";

  /** Reads a picture that a sample names. */
  @FunctionalInterface
  interface Reader {
    Picture read(ImageRef image) throws SamplePictures.UnreadableException;
  }

  /**
   * Values for the placeholders of the prompt, and the pictures, with the turn's picture last.
   *
   * @param values for every place but the history
   */
  record Filled(Map<String, String> values, List<Picture> shown) {}

  JudgeQuestion {
    scales = List.copyOf(scales);
  }

  static JudgeQuestion ofAllScales(int historyImages, boolean references) {
    return new JudgeQuestion(
        PromptSet.JUDGE, List.of(JudgeDimension.values()), historyImages, references);
  }

  /** One question for every scale that is not already decided by what the turn lacks. */
  static List<JudgeQuestion> ofEachScale(Turn turn, int historyImages, boolean references) {
    List<JudgeQuestion> questions = new ArrayList<>();
    for (JudgeDimension scale : JudgeDimension.values()) {
      boolean open =
          (turn.answer().isPresent() || !usesText(scale))
              && (turn.image().isPresent() || !usesPicture(scale));
      if (open) {
        questions.add(
            new JudgeQuestion(
                PromptSet.judge(scale),
                List.of(scale),
                scale == JudgeDimension.IQ ? 0 : historyImages,
                references && scale != JudgeDimension.IQ && scale != JudgeDimension.ITS));
      }
    }
    return questions;
  }

  static boolean usesText(JudgeDimension scale) {
    return scale == JudgeDimension.TCC || scale == JudgeDimension.ITS;
  }

  static boolean usesPicture(JudgeDimension scale) {
    return scale != JudgeDimension.TCC;
  }

  /**
   * With the texts and pictures of a turn.
   *
   * @param reader for its pictures; unreadable earlier pictures and references are left out
   * @throws SamplePictures.UnreadableException if the picture of the turn cannot be read
   */
  Filled fill(Sample sample, int number, Reader reader) throws SamplePictures.UnreadableException {
    Turn turn = sample.turns().get(number);
    List<Picture> shown = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    Optional<String> reference = Optional.empty();
    if (references) {
      Reference known = Reference.of(sample, number);
      reference = known.answer();
      if (scales.stream().anyMatch(JudgeQuestion::usesPicture)) {
        add(known.image(), "of the reference", reader, shown, captions);
      }
    }
    if (turn.image().isPresent() && scales.stream().anyMatch(JudgeQuestion::usesPicture)) {
      int before = shown.size();
      for (int earlier = number - 1;
          earlier >= 0 && shown.size() < before + historyImages;
          earlier--) {
        int from = shown.size();
        add(sample.turns().get(earlier).image(), "of an earlier turn", reader, shown, captions);
        if (shown.size() > from && from > before) {
          shown.add(before, shown.remove(from)); // in the order of the dialogue
        }
      }
      shown.add(reader.read(turn.image().get()));
      captions.add("of the answer, to be judged");
    }
    StringBuilder pictures = new StringBuilder();
    for (int p = 0; p < captions.size(); p++) {
      pictures.append(p == 0 ? "" : "; ").append(p + 1).append(": ").append(captions.get(p));
    }
    return new Filled(
        Map.of(
            "question", turn.question().orElse(""),
            "answer", turn.answer().orElse(""),
            "reference", reference.orElse(NONE),
            "pictures", captions.isEmpty() ? NONE : pictures.toString()),
        List.copyOf(shown));
  }

  /** The prompt as it is sent. */
  FilledPrompt asked(PromptSet prompts, Sample sample, int number, Reader reader)
      throws SamplePictures.UnreadableException {
    Filled filled = fill(sample, number, reader);
    return prompts
        .get(prompt)
        .fill(filled.values(), sample.turns().subList(0, number), filled.shown());
  }

  private static void add(
      Optional<ImageRef> image,
      String caption,
      Reader reader,
      List<Picture> shown,
      List<String> captions) {
    if (image.isPresent()) {
      try {
        shown.add(reader.read(image.get()));
        captions.add(caption);
      } catch (SamplePictures.UnreadableException e) {
        return; // what is judged is another picture
      }
    }
  }
}
