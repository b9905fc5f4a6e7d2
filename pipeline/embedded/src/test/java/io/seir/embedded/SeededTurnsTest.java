package io.seir.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.embedded.SeededDialogues.TurnTexts;
import io.seir.embedded.words.AnswerCheck;
import io.seir.embedded.words.English;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the texts of seeded turns are worth: drafts are mediocre, with every score among them, and
 * refinement makes them good. {@code -Dseir.write=true} writes twenty turns to {@code
 * target/turns.txt} for people to read.
 */
class SeededTurnsTest {
  private static final int TURNS = 200;
  private static final int SHOWN = 20;

  @Test
  void draftsHaveARangeAndRefinementHelps() throws Exception {
    List<TurnTexts> turns = new SeededDialogues(1).turns(TURNS);
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
    if (Boolean.getBoolean("seir.write")) {
      write(turns.subList(0, SHOWN), both);
    }
  }

  private static int score(TurnTexts turn, String answer) {
    return (int) Math.round(AnswerCheck.of(turn.question(), answer, turn.earlierAnswers()).score());
  }

  private static void write(List<TurnTexts> turns, String scores) throws IOException {
    StringBuilder out = new StringBuilder(scores + "\n");
    for (TurnTexts turn : turns) {
      out.append("\nTopic     ").append(turn.topic());
      out.append("\nTemplate  ").append(turn.template());
      out.append("\nQuestion  ").append(turn.question());
      out.append("\nDraft ").append(score(turn, turn.answerDraft())).append("   ");
      out.append(turn.answerDraft()).append("\n          ").append(turn.captionDraft());
      turn.suggestions().forEach(said -> out.append("\n        > ").append(said));
      out.append("\nAnswer ").append(score(turn, turn.answer())).append("  ").append(turn.answer());
      out.append("\n          ").append(turn.caption()).append('\n');
    }
    Files.writeString(Path.of("target", "turns.txt"), out.toString());
  }
}
