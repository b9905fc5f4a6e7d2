package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.data.InputException;
import io.seir.features.TurnRows;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Rows;
import io.seir.kernels.SharedKernels;
import io.seir.kernels.TopK;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few rows against many, in parts and at once, with the kernels' own answer beside it. */
class NearestOfFewTest implements Serializable {
  private static final int DIMENSION = 24;

  @TempDir transient Path folder;

  private static List<Neighbours> expected(float[][] queries, float[][] rows, int k) {
    TopK top =
        SharedKernels.of(KernelSelector.Choice.AUTO)
            .kernels()
            .topK(TestRows.rows(queries), TestRows.rows(rows), k);
    List<Neighbours> expected = new ArrayList<>();
    for (int q = 0; q < queries.length; q++) {
      List<Neighbours.Neighbour> of = new ArrayList<>();
      for (int i = q * top.k(); i < (q + 1) * top.k(); i++) {
        of.add(new Neighbours.Neighbour(top.indices()[i], top.scores()[i]));
      }
      expected.add(new Neighbours(q, of));
    }
    return expected;
  }

  private static void holds(PCollection<Neighbours> found, List<Neighbours> expected) {
    String all = expected.toString();
    PAssert.that(found)
        .satisfies(
            some -> {
              List<Neighbours> sorted = new ArrayList<>();
              some.forEach(sorted::add);
              sorted.sort(Comparator.comparingLong(Neighbours::row));
              assertEquals(all, sorted.toString());
              return null;
            });
  }

  /** Every fifth row repeats another, in whatever part that is. */
  @ParameterizedTest
  @ValueSource(ints = {7, 64, 0})
  void partsDoNotMatter(int rowsInPart) throws IOException {
    float[][] rows = TestRows.tied(300, DIMENSION, 1);
    float[][] queries = TestRows.tied(12, DIMENSION, 2);
    queries[3] = rows[8].clone();
    RowSet set = TestRows.set(folder, "rows", rows, 100, 33);
    RowSet few = TestRows.set(folder, "few", queries);
    RowSearch how = RowSearch.AUTO.withRowsInBlock(rowsInPart);
    List<Neighbours> expected = expected(queries, rows, 9);
    Pipeline pipeline = Pipeline.create();
    holds(pipeline.apply(Create.of(few)).apply("Few", NearestOfFew.of(9, set).with(how)), expected);
    holds(
        pipeline
            .apply("The same", Create.of(few))
            .apply("Many", NearestNeighbours.of(9).among(set).with(how)),
        expected);
    pipeline.run().waitUntilFinish();
    assertEquals(expected, NearestRows.of(set, Arrays.asList(queries), 9, how));
  }

  @Test
  void aSmallSetGivesWhatItHas() throws IOException {
    float[][] rows = TestRows.tied(3, DIMENSION, 1);
    RowSet set = TestRows.set(folder, "rows", rows);
    List<Neighbours> all = NearestRows.of(set, List.of(rows[1]), 5, RowSearch.AUTO);
    assertEquals(3, all.get(0).nearest().size());
    assertEquals(1, all.get(0).nearest().get(0).row());
    assertThrows(IllegalArgumentException.class, () -> NearestOfFew.of(0, set));
    assertThrows(IllegalArgumentException.class, () -> NearestOfFew.of(65, set));
  }

  @Test
  void zerosAreEqualWhateverTheirSign() {
    Neighbours a = new Neighbours(4, List.of(new Neighbours.Neighbour(7, 0f)));
    Neighbours b = new Neighbours(4, List.of(new Neighbours.Neighbour(2, -0f)));
    Neighbours best = NearestOfFew.best(List.of(a, b), 1);
    assertEquals(4, best.row());
    assertEquals(2, best.nearest().get(0).row());
  }

  @Test
  void rowsAreStoredAsHalvesOfUnitLength() throws IOException {
    Path file = folder.resolve("single.npy");
    ByteBuffer bytes = ByteBuffer.allocate(128 + 16).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }"
            .getBytes(StandardCharsets.US_ASCII);
    bytes
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0);
    bytes.putShort((short) 118).put(header).position(128);
    bytes.putFloat(3).putFloat(4).putFloat(0).putFloat(-2);
    Files.write(file, bytes.array());
    Path to = folder.resolve("halves");
    RowSet halves = HalfRows.write(RowSet.ofNpy(List.of(file)), to);
    assertEquals(Rows.Type.F16, halves.type());
    Rows stored = halves.read(0, 2);
    assertEquals(0.6, stored.get(0, 0), 1e-3);
    assertEquals(0.8, stored.get(0, 1), 1e-3);
    assertEquals(-1, stored.get(1, 1));
    bytes.putFloat(128, Float.POSITIVE_INFINITY);
    Files.write(file, bytes.array());
    InputException refused =
        assertThrows(InputException.class, () -> HalfRows.write(RowSet.ofNpy(List.of(file)), to));
    assertTrue(String.valueOf(refused.getMessage()).contains("row 0"), refused.getMessage());
  }

  @Test
  void rowsAreNamedTogetherAndThoseWithoutRowsAreFound() throws IOException {
    List<TurnRows> turns = new ArrayList<>();
    float[][] rows = TestRows.tied(20, DIMENSION, 1);
    for (int i = 0; i < 20; i++) {
      Optional<byte[]> row = i % 4 == 1 ? Optional.empty() : Optional.of(TestRows.halves(rows[i]));
      turns.add(
          new TurnRows(
              "s" + i, Optional.empty(), i, 0, 1, Optional.empty(), row, Optional.empty()));
    }
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(turns))
        .apply(WriteVectors.to(folder.toString(), "an encoder").withSamplesInShard(6));
    pipeline.run().waitUntilFinish();
    Vectors vectors = Vectors.read(folder);
    RowSet set = vectors.rows(List.of("answer"));
    assertEquals(15, set.rows());
    List<String> names =
        RowNames.of(set, new TreeSet<>(List.of(0L, 1L, 14L))).values().stream()
            .map(TurnLine::id)
            .toList();
    assertEquals(List.of("s0", "s2", "s19"), names);
    List<TurnLine> without = RowNames.without(vectors, "answer", 3);
    assertEquals(List.of("s1", "s5", "s9"), without.stream().map(TurnLine::id).toList());
  }
}
