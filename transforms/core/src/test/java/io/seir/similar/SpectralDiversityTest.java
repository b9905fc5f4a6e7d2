package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpectralDiversityTest {
  private static float[][] randomRows(long seed, int rows, int columns) {
    Random random = new Random(seed);
    float[][] made = new float[rows][columns];
    for (float[] row : made) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return made;
  }

  private static float[] axis(int columns, int axis, float length) {
    float[] row = new float[columns];
    row[axis] = length;
    return row;
  }

  private static float[][] repeated(float[][] rows, int times) {
    return IntStream.range(0, times).boxed().flatMap(i -> Stream.of(rows)).toArray(float[][]::new);
  }

  private static float[][] padded(float[][] rows, int columns) {
    return Arrays.stream(rows).map(row -> Arrays.copyOf(row, columns)).toArray(float[][]::new);
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "1, 1", "7, 5", "3, 5", "300, 64"})
  void equalRowsCountAsOne(int n, int columns) {
    float[][] rows = repeated(randomRows(n, 1, columns), n);
    assertEquals(1, SpectralDiversity.vendi(rows), 1e-11);
    assertEquals(1, SpectralDiversity.rke(rows), 1e-11);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 4", "4, 9", "60, 64"})
  void orthogonalRowsCountEach(int n, int columns) {
    float[][] rows =
        IntStream.range(0, n).mapToObj(i -> axis(columns, i, 1 + i)).toArray(float[][]::new);
    assertEquals(n, SpectralDiversity.vendi(rows), 1e-10);
    assertEquals(n, SpectralDiversity.rke(rows), 1e-10);
  }

  /** The eigenvalues of K/2 are (1 ± c)/2. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, -0.3, 0.6, 0.99, 1})
  void twoRowsByTheirCosine(double cosine) {
    double sine = Math.sqrt(1 - cosine * cosine);
    float[][] rows = {{2, 0, 0}, {(float) cosine, (float) sine, 0}};
    double entropy = 0;
    for (double share : new double[] {(1 + cosine) / 2, (1 - cosine) / 2}) {
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    assertEquals(Math.exp(entropy), SpectralDiversity.vendi(rows), 1e-6);
    assertEquals(2 / (1 + cosine * cosine), SpectralDiversity.rke(rows), 1e-6);
  }

  /** Orthogonal groups of 5, 3 and 2 equal rows: eigenvalues 0.5, 0.3 and 0.2. */
  @ParameterizedTest
  @ValueSource(ints = {3, 50})
  void groupsByTheirShares(int columns) {
    float[][] rows =
        IntStream.range(0, 10)
            .mapToObj(i -> axis(columns, i < 5 ? 0 : i < 8 ? 1 : 2, 1))
            .toArray(float[][]::new);
    double entropy = -(0.5 * Math.log(0.5) + 0.3 * Math.log(0.3) + 0.2 * Math.log(0.2));
    assertEquals(Math.exp(entropy), SpectralDiversity.vendi(rows), 1e-12);
    assertEquals(1 / 0.38, SpectralDiversity.rke(rows), 1e-12);
  }

  /** Repeating all rows, or adding columns of zeros, changes which matrix is the smaller only. */
  @Test
  void bothMatricesGiveTheSame() {
    float[][] wide = randomRows(1, 20, 50);
    double vendi = SpectralDiversity.vendi(wide);
    assertTrue(vendi > 10 && vendi < 20, () -> "vendi " + vendi);
    assertEquals(vendi, SpectralDiversity.vendi(repeated(wide, 4)), 1e-10);
    assertEquals(SpectralDiversity.rke(wide), SpectralDiversity.rke(repeated(wide, 4)), 1e-10);
    float[][] tall = randomRows(2, 80, 30);
    assertEquals(SpectralDiversity.vendi(tall), SpectralDiversity.vendi(padded(tall, 90)), 1e-10);
    assertEquals(SpectralDiversity.rke(tall), SpectralDiversity.rke(padded(tall, 90)), 1e-10);
  }

  @Test
  void rareThingsCountLessInRke() {
    float[][] rows = randomRows(3, 200, 40);
    assertTrue(SpectralDiversity.rke(rows) < SpectralDiversity.vendi(rows));
    assertTrue(SpectralDiversity.vendi(rows) < 40);
  }

  static Stream<float[][]> wrong() {
    return Stream.of(
        new float[][] {},
        new float[][] {{}},
        new float[][] {{1, 0}, {0, 0}},
        new float[][] {{1, 0}, {1}},
        new float[][] {{1, Float.NaN}},
        new float[][] {{1, Float.POSITIVE_INFINITY}});
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void rowsWithoutCosinesAreRefused(float[][] rows) {
    assertThrows(IllegalArgumentException.class, () -> SpectralDiversity.vendi(rows));
    assertThrows(IllegalArgumentException.class, () -> SpectralDiversity.rke(rows));
  }

  private static double[][] symmetric(long seed, int size) {
    Random random = new Random(seed);
    double[][] a = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = random.nextGaussian();
        a[j][i] = a[i][j];
      }
    }
    return a;
  }

  private static double[] sortedEigenvalues(double[][] a) {
    double[][] copy = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
    double[] eigenvalues = SymmetricMatrix.eigenvalues(copy);
    Arrays.sort(eigenvalues);
    return eigenvalues;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 10, 61, 250})
  void eigenvaluesKeepTraceAndSquares(int size) {
    double[][] a = symmetric(size, size);
    double trace = IntStream.range(0, size).mapToDouble(i -> a[i][i]).sum();
    double squares = Arrays.stream(a).flatMapToDouble(Arrays::stream).map(v -> v * v).sum();
    double[] eigenvalues = sortedEigenvalues(a);
    assertEquals(trace, Arrays.stream(eigenvalues).sum(), 1e-11 * size);
    assertEquals(squares, Arrays.stream(eigenvalues).map(v -> v * v).sum(), 1e-12 * squares);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 40, 120})
  void eigenvaluesAreThoseOfAnotherSolver(int size) {
    double[][] a = symmetric(-size, size);
    double[] others = new EigenDecomposition(new Array2DRowRealMatrix(a)).getRealEigenvalues();
    Arrays.sort(others);
    assertArrayEquals(others, sortedEigenvalues(a), 1e-11);
  }

  /** 2 on the diagonal and −1 beside it: 2 − 2 cos(kπ/(n + 1)). */
  @Test
  void eigenvaluesOfAString() {
    double[][] a = new double[100][100];
    for (int i = 0; i < 100; i++) {
      a[i][i] = 2;
      if (i > 0) {
        a[i][i - 1] = -1;
        a[i - 1][i] = -1;
      }
    }
    double[] expected =
        IntStream.rangeClosed(1, 100)
            .mapToDouble(k -> 2 - 2 * Math.cos(k * Math.PI / 101))
            .toArray();
    assertArrayEquals(expected, sortedEigenvalues(a), 1e-13);
  }

  @Test
  void singularMatricesAreNoTrouble() {
    assertArrayEquals(new double[5], sortedEigenvalues(new double[5][5]));
    double[][] ones = new double[90][90];
    for (double[] row : ones) {
      Arrays.fill(row, 1);
    }
    double[] expected = new double[90];
    expected[89] = 90;
    assertArrayEquals(expected, sortedEigenvalues(ones), 1e-12);
    assertArrayEquals(
        new double[] {-3, 0, 0, 2},
        sortedEigenvalues(
            new double[][] {{0, 0, 0, 0}, {0, 2, 0, 0}, {0, 0, -3, 0}, {0, 0, 0, 0}}));
    double tiny = 1e-160; // its square is no normal number
    assertArrayEquals(
        new double[] {0, 0, 1},
        sortedEigenvalues(new double[][] {{1, tiny, tiny}, {tiny, 0, 0}, {tiny, 0, 0}}));
  }

  @Test
  void aMatrixThatIsNotFiniteIsRefused() {
    double[][] a = symmetric(1, 6);
    a[2][3] = Double.NaN;
    a[3][2] = Double.NaN;
    assertThrows(IllegalArgumentException.class, () -> SymmetricMatrix.eigenvalues(a));
  }
}
