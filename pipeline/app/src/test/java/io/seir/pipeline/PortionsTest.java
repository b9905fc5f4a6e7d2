package io.seir.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortionsTest {
  /** Where the waves of so many dialogues end. */
  private static List<Long> ends(Portions portions, long dialogues) {
    List<Long> ends = new ArrayList<>();
    for (long end = 0; end < dialogues; ) {
      end = Math.min(dialogues, portions.end(end));
      ends.add(end);
    }
    return ends;
  }

  @Test
  void theFirstWaveIsOneFileAndTheOthersAreAbout500() {
    assertEquals(List.of(250L, 500L, 1000L, 1500L, 1700L), ends(Portions.inWaves(64, 2), 1700));
  }

  @Test
  void wavesFillTheServersAndAreWholeFiles() {
    assertEquals(500, Portions.inWaves(64, 64).wave());
    assertEquals(1250, Portions.inWaves(64, 256).wave(), "4 times 256, in whole files");
    assertThrows(IllegalArgumentException.class, () -> new Portions(64, 250, 600));
  }

  @Test
  void aClusterHasOneFileFormAndNoWaves() {
    Portions cluster = Portions.atOnce(8);
    assertEquals(Portions.inWaves(64, 2).file(), cluster.file());
    assertEquals(10_000_000, Math.min(10_000_000, cluster.end(cluster.file())));
  }
}
