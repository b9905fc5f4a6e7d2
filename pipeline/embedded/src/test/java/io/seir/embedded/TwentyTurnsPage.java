package io.seir.embedded;

import io.seir.embedded.SeededDialogues.TurnTexts;
import io.seir.embedded.SeededPictures.Seen;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page {@code docs/twenty-turns.md} and the pictures on it. */
final class TwentyTurnsPage {
  private static final int SIDE = 256;

  /** Those whose pictures are shown: every third turn from the second, and so by no choice. */
  private static final int EVERY = 3;

  private static final String HEAD =
      """
      # Twenty turns of the embedded models

      The first twenty turns (ten dialogues of two) that seed %d draws from the shipped topics and templates. None was chosen or
      left out. Texts went through up to three rounds of suggestion and revision, then the picture through up to three of its own;
      unlike `generate`, which picks the best round, this page shows the last. Scores are the embedded judge's,
      of the drafts and of what became of them, each from 0 to 5: text (TCC), picture (ICC), image quality (IQ), and both together (ITS).

      The page is made by `SeededTurnsTest`, which fails when it is not up to date:
      `mvn test -pl pipeline/embedded -am -Dtest=SeededTurnsTest -Dseir.write=true -Dsurefire.failIfNoSpecifiedTests=false`

      """;

  private final StringBuilder text = new StringBuilder();
  private final Map<String, BufferedImage> pictures = new LinkedHashMap<>();

  TwentyTurnsPage(long seed, List<TurnTexts> turns) throws ModelException {
    SeededPictures draw = new SeededPictures(seed);
    List<Seen> drafts = new ArrayList<>();
    List<Seen> done = new ArrayList<>();
    for (TurnTexts turn : turns) {
      drafts.add(draw.draft(turn));
      done.add(draw.refined(turn));
    }
    text.append(HEAD.formatted(seed));
    overview(drafts, done);
    for (int i = 0; i < turns.size(); i++) {
      turn(i + 1, turns.get(i), drafts.get(i), done.get(i));
    }
  }

  String text() {
    return text.toString();
  }

  /** By the name of the file, beside the page in {@code images/turns}. */
  Map<String, BufferedImage> pictures() {
    return pictures;
  }

  private void overview(List<Seen> drafts, List<Seen> done) {
    text.append("| mean of | ");
    text.append(String.join(" | ", names())).append(" |\n|---|---|---|---|---|\n");
    text.append("| drafts | ").append(means(drafts)).append(" |\n");
    text.append("| after the rounds | ").append(means(done)).append(" |\n\n");
    List<String> poor = new ArrayList<>();
    for (int i = 0; i < done.size(); i++) {
      if (done.get(i).scores().values().stream().anyMatch(score -> score < 4)) {
        poor.add(String.valueOf(i + 1));
      }
    }
    text.append("With a score below 4 to the end: ");
    text.append(poor.isEmpty() ? "none" : "turns " + String.join(", ", poor)).append(".\n");
  }

  private static List<String> names() {
    return List.of(JudgeDimension.values()).stream().map(Enum::name).toList();
  }

  private static String means(List<Seen> seen) {
    return List.of(JudgeDimension.values()).stream()
        .map(
            scale ->
                "%.2f"
                    .formatted(
                        seen.stream()
                            .mapToInt(s -> s.scores().getOrDefault(scale, 0))
                            .average()
                            .orElseThrow()))
        .collect(Collectors.joining(" | "));
  }

  private void turn(int number, TurnTexts turn, Seen draft, Seen done) {
    boolean second = !turn.history().isEmpty();
    text.append("\n## ").append(number).append(". ");
    text.append(second ? "The same, second turn" : turn.topic()).append("\n\n");
    text.append("**").append(turn.question()).append("**\n\n");
    text.append(done.answer()).append("\n\n");
    if (number % EVERY == 2 && number <= 6 * EVERY) {
      String name = "turn-%02d.jpg".formatted(number);
      pictures.put(name, small(done.picture()));
      text.append("![").append(done.caption()).append("](images/turns/").append(name);
      text.append(")\n\n");
    }
    text.append("*").append(done.caption()).append("*\n\n");
    text.append("Scores: ").append(scores(done)).append(".\n\n");
    text.append("<details><summary>Draft: ").append(scores(draft)).append("</summary>\n\n");
    if (!turn.questionDraft().equals(turn.question())) {
      text.append("- Question: ").append(turn.questionDraft()).append('\n');
    }
    text.append("- Answer: ").append(draft.answer()).append('\n');
    text.append("- Caption: ").append(draft.caption()).append('\n');
    List<String> said = new ArrayList<>(turn.suggestions());
    said.addAll(done.remarks());
    said.forEach(remark -> text.append("- Critic: ").append(remark).append('\n'));
    text.append("\n</details>\n");
  }

  private static String scores(Seen seen) {
    return seen.scores().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static BufferedImage small(Picture picture) {
    try {
      BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = small.createGraphics();
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      g.drawImage(PictureReader.decode(picture), 0, 0, SIDE, SIDE, null);
      g.dispose();
      return small;
    } catch (ModelException e) {
      throw new IllegalStateException(e);
    }
  }
}
