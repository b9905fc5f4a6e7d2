package io.seir.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.embedded.SeededDialogues.TurnTexts;
import io.seir.embedded.words.AnswerCheck;
import io.seir.embedded.words.English;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * What the texts of seeded turns are worth: drafts are mediocre, with every score among them, and
 * refinement makes them good. The page {@code docs/twenty-turns.md} shows the first twenty; {@code
 * -Dseir.write=true} writes it anew.
 */
class SeededTurnsTest {
  private static final int TURNS = 200;
  private static final int SHOWN = 20;
  private static final long SEED = 1;

  /** What compression changes, in grey levels on average. */
  private static final double AS_JPEG = 6;

  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "..", "docs", "twenty-turns.md")
          .normalize();

  @Test
  void draftsHaveARangeAndRefinementHelps() throws Exception {
    List<TurnTexts> turns = new SeededDialogues(SEED).turns(TURNS);
    int[] drafts = new int[6];
    int[] done = new int[6];
    Set<String> said = new HashSet<>();
    int repeated = 0;
    for (TurnTexts turn : turns) {
      drafts[score(turn, turn.answerDraft())]++;
      done[score(turn, turn.answer())]++;
      if (turn.earlierAnswers().isEmpty()) {
        said.clear();
      }
      for (String sentence : English.sentences(turn.answer())) {
        repeated += said.add(sentence) ? 0 : 1;
      }
    }
    String both = "drafts " + Arrays.toString(drafts) + ", refined " + Arrays.toString(done);
    assertEquals(0, drafts[0], both);
    for (int value = 1; value <= 5; value++) {
      assertTrue(drafts[value] >= 0.03 * turns.size(), both);
      assertTrue(drafts[value] <= 0.45 * turns.size(), both);
    }
    assertTrue(done[5] > 2 * drafts[5], both);
    assertTrue(repeated <= turns.size() / 25, repeated + " sentences said twice in a dialogue");
  }

  @Test
  void thePageShowsTheTurnsOfNow() throws Exception {
    List<TurnTexts> turns = new SeededDialogues(SEED).turns(SHOWN);
    TwentyTurnsPage page = new TwentyTurnsPage(SEED, turns);
    Path pictures = PAGE.resolveSibling("images").resolve("turns");
    if (Boolean.getBoolean("seir.write")) {
      Files.writeString(PAGE, page.text());
      Files.createDirectories(pictures);
      for (Map.Entry<String, BufferedImage> picture : page.pictures().entrySet()) {
        ImageIO.write(picture.getValue(), "jpg", pictures.resolve(picture.getKey()).toFile());
      }
    }
    assertEquals(page.text(), Files.readString(PAGE), "run with -Dseir.write=true");
    for (Map.Entry<String, BufferedImage> picture : page.pictures().entrySet()) {
      BufferedImage stored = ImageIO.read(pictures.resolve(picture.getKey()).toFile());
      double difference = difference(picture.getValue(), stored);
      assertTrue(difference < AS_JPEG, picture.getKey() + " differs by " + difference);
    }
  }

  /** The mean difference of a channel. */
  private static double difference(BufferedImage one, BufferedImage other) {
    int side = one.getWidth();
    int[] a = one.getRGB(0, 0, side, side, null, 0, side);
    int[] b = other.getRGB(0, 0, side, side, null, 0, side);
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        sum += Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255));
      }
    }
    return sum / (3.0 * a.length);
  }

  private static int score(TurnTexts turn, String answer) {
    return (int) Math.round(AnswerCheck.of(turn.question(), answer, turn.earlierAnswers()).score());
  }
}
