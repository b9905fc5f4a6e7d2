package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.kernels.HalfFloat;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.kernels.Rows;
import io.seir.kernels.SharedKernels;
import io.seir.kernels.TopK;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches in lists beside exact ones that are worked out here. */
class RowListsTest {
  private static final int DIMENSION = 32;
  private static final int K = 10;

  /** What a pipeline gave, by the test that ran it. */
  private static final Queue<Object> GIVEN = new ConcurrentLinkedQueue<>();

  private static final Queue<Object> FOUND = new ConcurrentLinkedQueue<>();

  @TempDir Path folder;
  private final Kernels kernels = SharedKernels.of(KernelSelector.Choice.AUTO).kernels();

  /** Unit rows around centres, of which every 50th repeats an earlier one. */
  private static float[][] clustered(int rows, int clusters, long seed) {
    Random random = new Random(seed);
    float[][] centres = TestRows.tied(clusters, DIMENSION, seed);
    float[][] all = new float[rows][DIMENSION];
    for (int row = 0; row < rows; row++) {
      if (row % 50 == 49) {
        all[row] = all[random.nextInt(row)].clone();
        continue;
      }
      float[] centre = centres[random.nextInt(clusters)];
      double squares = 0;
      for (int d = 0; d < DIMENSION; d++) {
        all[row][d] = (float) (centre[d] + 0.2 * random.nextGaussian());
        squares += all[row][d] * all[row][d];
      }
      for (int d = 0; d < DIMENSION; d++) {
        all[row][d] /= (float) Math.sqrt(squares);
      }
    }
    return all;
  }

  private static final class Keep<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1;

    private final boolean found;

    Keep(boolean found) {
      this.found = found;
    }

    @ProcessElement
    public void processElement(@Element T element) {
      (found ? FOUND : GIVEN).add(element);
    }
  }

  /** Runs a pipeline on one set, and gives what came of it. */
  @SuppressWarnings("unchecked") // the pipeline makes nothing but T
  private static <T> List<T> run(RowSet set, Function<PCollection<RowSet>, PCollection<T>> steps) {
    GIVEN.clear();
    FOUND.clear();
    Pipeline pipeline = Pipeline.create();
    steps.apply(pipeline.apply("Rows", Create.of(set))).apply("Keep", ParDo.of(new Keep<T>(false)));
    pipeline.run().waitUntilFinish();
    return GIVEN.stream().map(one -> (T) one).toList();
  }

  private ListRows into(String name, int lists) {
    return ListRows.to(folder.resolve(name).toString()).withLists(lists);
  }

  private static List<Neighbours> byRow(List<Neighbours> found) {
    return found.stream().sorted(Comparator.comparingLong(Neighbours::row)).toList();
  }

  private List<Neighbours> exact(float[][] all, int k) {
    TopK top = kernels.topK(TestRows.rows(all), TestRows.rows(all), Math.min(k + 1, all.length));
    List<Neighbours> exact = new ArrayList<>();
    for (int row = 0; row < all.length; row++) {
      int own = row;
      exact.add(
          new Neighbours(
              row,
              IntStream.range(row * top.k(), (row + 1) * top.k())
                  .filter(i -> top.indices()[i] != own)
                  .limit(k)
                  .mapToObj(i -> new Neighbours.Neighbour(top.indices()[i], top.scores()[i]))
                  .toList()));
    }
    return exact;
  }

  /** In double precision, by nothing of the program's own. */
  private static double recall(float[][] all, List<Neighbours> found) {
    double[][] rows = Arrays.stream(all).map(RowListsTest::halves).toArray(double[][]::new);
    double right = 0;
    for (int row = 0; row < rows.length; row++) {
      double[] scores = new double[rows.length];
      for (int other = 0; other < rows.length; other++) {
        scores[other] = other == row ? -2 : dot(rows[row], rows[other]);
      }
      double[] sorted = scores.clone();
      Arrays.sort(sorted);
      double bar = sorted[rows.length - K] - 1e-6;
      right +=
          found.get(row).nearest().stream().filter(one -> scores[(int) one.row()] >= bar).count();
    }
    return right / K / rows.length;
  }

  private static double[] halves(float[] row) {
    return IntStream.range(0, row.length)
        .mapToDouble(d -> HalfFloat.toFloat(HalfFloat.fromFloat(row[d])))
        .toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"40,4", "16,1"})
  void recallIsWhatBruteForceFinds(int lists, int probes) throws IOException {
    float[][] all = clustered(3000, 40, 11);
    RowSet set = TestRows.set(folder, "r", all, 1000);
    String files = folder.resolve("lists").toString();
    Recall measured =
        run(
                set,
                rows -> {
                  PCollection<Neighbours> near =
                      rows.apply(into("lists", lists))
                          .apply(NearestByLists.of(K).withProbes(probes));
                  near.apply("Keep found", ParDo.of(new Keep<Neighbours>(true)));
                  return near.apply(NeighbourRecall.at(K, set, files).withQueries(1000));
                })
            .get(0);
    double recall = recall(all, byRow(FOUND.stream().map(Neighbours.class::cast).toList()));
    assertEquals(1000, measured.queries());
    assertTrue(recall > 0.3 && recall < 0.995, "nothing to measure: " + recall);
    assertEquals(recall, measured.share().value(), 0.02);
    assertTrue(measured.share().low().orElseThrow() < recall);
    assertTrue(measured.share().high().orElseThrow() > recall);
  }

  /** Also among equal rows, of which those with smaller numbers are kept. */
  @ParameterizedTest
  @CsvSource({"0,24,10", "7,5,10", "64,24,63", "1000,1,1"})
  void withAllListsItIsTheExactSearch(int block, int lists, int k) throws IOException {
    float[][] all = TestRows.tied(500, DIMENSION, 12);
    RowSet set = TestRows.set(folder, "a" + block, all, 100, 0, 33);
    RowSearch how = RowSearch.AUTO.withRowsInBlock(block);
    List<Neighbours> found =
        run(
            set,
            rows ->
                rows.apply(into("all" + block, lists).with(how).withFileBytes(5000))
                    .apply(NearestByLists.of(k).withProbes(lists).with(how)));
    assertEquals(exact(all, k), byRow(found));
  }

  @Test
  void theFilesAreTheSameForAnyBlocks() throws IOException {
    float[][] all = clustered(700, 12, 13);
    RowSet one = TestRows.set(folder, "one", all);
    RowSet many = TestRows.set(folder, "many", all, 1, 300, 20);
    List<RowLists> lists =
        List.of(
            run(one, rows -> rows.apply(into("x", 12).withFileBytes(10_000))).get(0),
            run(
                    many,
                    rows ->
                        rows.apply(
                            into("y", 12)
                                .withFileBytes(10_000)
                                .with(RowSearch.AUTO.withRowsInBlock(37))))
                .get(0));
    assertEquals(lists.get(0).offsets(), lists.get(1).offsets());
    int files = 0;
    try (Stream<Path> written = Files.list(folder.resolve("x"))) {
      for (Path file : written.sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith("run-")) {
          assertEquals(-1, Files.mismatch(file, folder.resolve("y").resolve(name)), name);
          files++;
        }
      }
    }
    assertEquals(1 + 2 * 5, files, "centroids, and 700 rows of 64 bytes in five pairs of files");
  }

  /** Every row is in the list of the centroid nearest to it, and keeps its bits and its number. */
  @ParameterizedTest
  @CsvSource({"F16", "F32"})
  void listsHoldEveryRowOnce(Rows.Type type) throws IOException {
    float[][] all = clustered(300, 9, 14);
    RowSet set = set("h" + type, all, type);
    RowLists lists = run(set, rows -> rows.apply(into("h" + type, 9))).get(0);
    Rows source = set.read(0, 300);
    Rows copy = lists.rows().read(0, 300);
    int[] nearest = kernels.topK(source, lists.centroids().read(0, 9), 1).indices();
    long[] numbers = lists.numbers(0, 300);
    assertArrayEquals(
        IntStream.range(0, 300).asLongStream().toArray(),
        Arrays.stream(numbers).sorted().toArray());
    for (int list = 0; list < 9; list++) {
      Block in = lists.list(list);
      for (int at = (int) in.from(); at < in.to(); at++) {
        int number = (int) numbers[at];
        assertEquals(list, nearest[number]);
        assertTrue(at == in.from() || numbers[at - 1] < number);
        for (int d = 0; d < DIMENSION; d++) {
          assertEquals(source.get(number, d), copy.get(at, d));
        }
      }
    }
  }

  private RowSet set(String name, float[][] all, Rows.Type type) throws IOException {
    float[] flat = new float[all.length * DIMENSION];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = all[i / DIMENSION][i % DIMENSION];
    }
    byte[] bytes = NpyFile.bytes(Rows.of(DIMENSION, flat, type));
    return RowSet.ofNpy(List.of(Files.write(folder.resolve(name + ".npy"), bytes)));
  }

  @ParameterizedTest
  @CsvSource({"200,20", "3,20", "2,1", "1,5"})
  void equalRowsAndFewRows(int rows, int lists) throws IOException {
    float[][] same = new float[rows][];
    Arrays.fill(same, TestRows.tied(1, DIMENSION, 15)[0]);
    RowSet set = TestRows.set(folder, "same", same);
    String files = folder.resolve("same").toString();
    List<Recall> recall =
        run(
            set,
            one -> {
              PCollection<Neighbours> near =
                  one.apply(into("same", lists)).apply(NearestByLists.of(K).withProbes(1));
              near.apply("Keep found", ParDo.of(new Keep<Neighbours>(true)));
              return near.apply(NeighbourRecall.at(K, set, files));
            });
    List<Neighbours> found = byRow(FOUND.stream().map(Neighbours.class::cast).toList());
    assertEquals(exact(same, K), found, "equal rows are all in one list");
    assertEquals(
        rows > 1 ? List.of(1.0) : List.of(),
        recall.stream().map(of -> of.share().value()).toList());
  }

  @Test
  void noRowsHaveNoLists() throws IOException {
    Path file = TestRows.write(folder.resolve("none.npy"), new float[0][], DIMENSION);
    RowSet none = RowSet.ofNpy(List.of(file));
    RowLists lists = run(none, rows -> rows.apply(ListRows.to(folder + "/none"))).get(0);
    assertEquals(0, lists.lists());
    assertEquals(
        List.of(),
        run(none, rows -> rows.apply(ListRows.to(folder + "/no")).apply(NearestByLists.of(K))));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> into("x", 0));
    assertThrows(IllegalArgumentException.class, () -> into("x", ListRows.MOST + 1));
    assertThrows(IllegalArgumentException.class, () -> NearestByLists.of(64));
    assertThrows(IllegalArgumentException.class, () -> NearestByLists.of(5).withProbes(65));
    assertThrows(IllegalArgumentException.class, () -> NeighbourRecall.at(63, set(), "x"));
    assertEquals(1000, ListRows.lists(1_000_000));
    assertEquals(10_000, NeighbourRecall.queries(100_000_000));
    assertEquals(300, NeighbourRecall.queries(300));
    assertEquals(1000, NeighbourRecall.queries(1_000_000));
  }

  private static RowSet set() {
    return new RowSet("x", 1, Rows.Type.F16, List.of());
  }
}
