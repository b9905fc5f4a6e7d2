package io.seir.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class CalibrationFitTest {
  @Test
  void itemsOfEqualScoreAreOnePool() {
    double[][] steps =
        CalibrationFit.isotonic(
            new double[] {3, 3, 3, 4, 4, 4, 5}, new double[] {2, 3, 4, 3, 4, 5, 3.5});
    assertArrayEquals(new double[] {3, 17 / 4.0}, steps[0], 1e-12);
    assertArrayEquals(new double[] {3, 15.5 / 4}, steps[1], 1e-12);
  }
}
