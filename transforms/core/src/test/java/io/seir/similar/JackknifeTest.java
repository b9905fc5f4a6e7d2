package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JackknifeTest {
  private static List<Double> without(double[] values) {
    List<Double> without = new ArrayList<>();
    for (int group = 0; group < Jackknife.GROUPS; group++) {
      int left = group;
      without.add(
          IntStream.range(0, values.length)
              .filter(i -> Jackknife.group(i) != left)
              .mapToDouble(i -> values[i])
              .average()
              .orElseThrow());
    }
    return without;
  }

  /** Of a mean of ten numbers it is the textbook's: standard deviation / √10, Student's t. */
  @Test
  void ofAMeanItIsTheUsualInterval() {
    double[] values = IntStream.rangeClosed(1, 10).mapToDouble(i -> i).toArray();
    Estimate estimate = Jackknife.estimate(5.5, without(values), 0, 100);
    double reach = 2.262157 * Math.sqrt(82.5 / 9) / Math.sqrt(10);
    assertEquals(new Estimate(5.5, of(5.5 - reach), of(5.5 + reach)), estimate);
    assertEquals(of(4.0), Jackknife.estimate(5.5, without(values), 4, 6).low(), "cut off");
    assertEquals(of(6.0), Jackknife.estimate(5.5, without(values), 4, 6).high(), "cut off");
  }

  private static Optional<Double> of(double value) {
    return Optional.of(value);
  }

  @Test
  void withoutAllGroupsThereIsNoInterval() {
    assertEquals(Estimate.of(2), Jackknife.estimate(2, List.of(), 0, 9));
    assertEquals(Estimate.of(2), Jackknife.estimate(2, List.of(1.0, 2.0, 3.0), 0, 9));
  }

  /** Samples of one population: about 95 of 100 intervals hold what the mean of all comes to. */
  @Test
  void vendiOfOtherSamplesLiesWithin() {
    Random random = new Random(5);
    int runs = 200;
    double[] values = new double[runs];
    List<Estimate> intervals = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      float[][] rows = new float[60][];
      for (int i = 0; i < rows.length; i++) {
        float[] row = new float[8];
        for (int d = 0; d < row.length; d++) {
          row[d] = (float) (random.nextGaussian() / (1 + d));
        }
        rows[i] = row;
      }
      List<Double> without = new ArrayList<>();
      for (int group = 0; group < Jackknife.GROUPS; group++) {
        int left = group;
        without.add(
            SpectralDiversity.vendi(
                IntStream.range(0, rows.length)
                    .filter(i -> Jackknife.group(i) != left)
                    .mapToObj(i -> rows[i])
                    .toArray(float[][]::new)));
      }
      values[run] = SpectralDiversity.vendi(rows);
      intervals.add(Jackknife.estimate(values[run], without, 1, 8));
    }
    double expected = Arrays.stream(values).average().orElseThrow();
    long held =
        intervals.stream()
            .filter(i -> i.low().orElseThrow() <= expected && i.high().orElseThrow() >= expected)
            .count();
    assertTrue(held >= 0.90 * runs && held <= 0.99 * runs, held + " of " + runs);
  }
}
