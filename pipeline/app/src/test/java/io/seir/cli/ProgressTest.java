package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static StageMetrics metrics(long steps, long ended, long badly) {
    return new StageMetrics(Map.of("question", steps), Map.of(), Map.of(), Map.of(), ended, badly);
  }

  @Test
  void aLineNeverPassesTheWhole() {
    assertEquals(
        "Making: 50 % (40/100 done, 2 bad)",
        Progress.line("Making", 600, 100, new Progress.State(300, 40, 2)));
    assertEquals(
        "Making: 100 % (100/100 done, 2 bad)",
        Progress.line("Making", 600, 100, new Progress.State(640, 105, 2)),
        "a runner that tries something again counts it again");
  }

  @Test
  void endedWavesCountWholeAndTheOneAtWorkNoMoreThanItHolds() {
    // 3 steps per dialogue; waves of 500 of 2,000
    assertEquals(
        new Progress.State(3 * 500 + 700, 500 + 90, 4 + 1),
        new GenerationProgress.At(500, 500, 4, () -> metrics(700, 90, 1))
            .state(dialogues -> 3 * dialogues));
    assertEquals(
        new Progress.State(3 * 1000, 1000, 5),
        new GenerationProgress.At(500, 500, 4, () -> metrics(1700, 503, 1))
            .state(dialogues -> 3 * dialogues));
  }
}
