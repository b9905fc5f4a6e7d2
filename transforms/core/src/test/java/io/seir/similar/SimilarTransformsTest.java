package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.data.InputException;
import io.seir.features.TurnRows;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.kernels.NearestEarlier;
import io.seir.kernels.Ranks;
import io.seir.kernels.SharedKernels;
import io.seir.kernels.TopK;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transforms in a pipeline, on rows that another pipeline wrote in shards of any size. */
class SimilarTransformsTest implements Serializable {
  private static final int DIMENSION = 40;

  @TempDir transient Path folder;
  private final transient Kernels kernels = SharedKernels.of(KernelSelector.Choice.AUTO).kernels();

  /** Dialogues of two turns; every seventh turn has no picture. */
  private static List<TurnRows> turns(int samples, float[][] answers, float[][] images) {
    List<TurnRows> turns = new ArrayList<>();
    for (int i = 0; i < 2 * samples; i++) {
      Optional<byte[]> image =
          i % 7 == 6 ? Optional.empty() : Optional.of(TestRows.halves(images[i]));
      Optional<byte[]> answer = Optional.of(TestRows.halves(answers[i]));
      turns.add(
          new TurnRows(
              "s" + i / 2, Optional.empty(), i / 2, i % 2, 2, Optional.empty(), answer, image));
    }
    return turns;
  }

  private static float[][] shown(float[][] rows) {
    List<float[]> shown = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      if (i % 7 != 6) {
        shown.add(rows[i]);
      }
    }
    return shown.toArray(float[][]::new);
  }

  private Vectors write(String name, List<TurnRows> turns, int samplesInShard) {
    Path to = folder.resolve(name);
    Pipeline pipeline = Pipeline.create();
    List<TurnRows> shuffled = new ArrayList<>(turns);
    Collections.shuffle(shuffled, new Random(samplesInShard));
    pipeline
        .apply(Create.of(shuffled))
        .apply(WriteVectors.to(to.toString(), "an encoder").withSamplesInShard(samplesInShard));
    pipeline.run().waitUntilFinish();
    return Vectors.read(to);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 64, 1000})
  void theSameOfAnyShardAndBlock(int size) throws IOException {
    int samples = 90;
    float[][] answers = TestRows.tied(2 * samples, DIMENSION, 3);
    float[][] images = TestRows.tied(2 * samples, DIMENSION, 4);
    Vectors vectors = write("v" + size, turns(samples, answers, images), size);
    assertEquals(2 * samples, vectors.turns());
    RowSet shown = vectors.rows(List.of("image"));
    RowSet said = vectors.rowsWith("answer", List.of("image"));
    float[][] shownRows = shown(images);
    float[][] saidRows = shown(answers);
    assertEquals(shownRows.length, shown.rows());
    assertEquals("s3/1", shown.turns(6, 7).get(0).name(), "the turn before it has no picture");

    RowSearch how = RowSearch.AUTO.withRowsInBlock(size);
    Pipeline pipeline = Pipeline.create();
    PCollection<RowSet> set = pipeline.apply("Images", Create.of(shown));
    Ranks ranks = kernels.rankOfOwn(TestRows.rows(saidRows), TestRows.rows(shownRows));
    List<RowRanks> expected = new ArrayList<>();
    for (int i = 0; i < shownRows.length; i++) {
      expected.add(new RowRanks(i, ranks.ofImage()[i], ranks.ofText()[i]));
    }
    holds(pipeline.apply("Pair", Create.of(KV.of(said, shown))).apply(RankOwn.with(how)), expected);

    NearestEarlier earlier = kernels.nearestEarlier(TestRows.rows(shownRows));
    List<RowMatch> matches = new ArrayList<>();
    for (int i = 1; i < shownRows.length; i++) {
      matches.add(new RowMatch(i, earlier.indices()[i], earlier.scores()[i]));
    }
    holds(set.apply(NearestEarlierRows.with(how)), matches);

    TopK top = kernels.topK(TestRows.rows(shownRows), TestRows.rows(answers), 5);
    List<Neighbours> nearest = new ArrayList<>();
    for (int i = 0; i < shownRows.length; i++) {
      List<Neighbours.Neighbour> of = new ArrayList<>();
      for (int n = 5 * i; n < 5 * i + 5; n++) {
        of.add(new Neighbours.Neighbour(top.indices()[n], top.scores()[n]));
      }
      nearest.add(new Neighbours(i, of));
    }
    RowSet all = vectors.rows(List.of("answer"));
    holds(set.apply(NearestNeighbours.of(5).among(all).with(how)), nearest);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void kindsBesideEachOtherAreTheSumOfTheirCosines() throws IOException {
    float[][] answers = TestRows.tied(20, DIMENSION, 5);
    float[][] images = TestRows.tied(20, DIMENSION, 6);
    RowSet both = write("both", turns(10, answers, images), 4).rows(List.of("answer", "image"));
    assertEquals(2 * DIMENSION, both.dimension());
    float[][] a = shown(answers);
    float[][] b = shown(images);
    float[] sums = kernels.cosine(both.read(0, 17), both.read(1, 18));
    for (int i = 0; i < sums.length; i++) {
      float[] cosines =
          kernels.cosine(
              TestRows.rows(new float[][] {a[i], b[i]}),
              TestRows.rows(new float[][] {a[i + 1], b[i + 1]}));
      assertEquals(cosines[0] + cosines[1], sums[i], 1e-6);
    }
  }

  /** What is wrong with files is one line that names the file. */
  @Test
  void whatIsWrongIsNamed() throws IOException {
    float[][] rows = TestRows.tied(20, DIMENSION, 7);
    List<TurnRows> turns = turns(10, rows, rows);
    Vectors lost = write("lost", turns, 5);
    Files.delete(folder.resolve("lost/image-00001.npy"));
    assertFails(lost, "image-00001.npy does not exist");

    Vectors cut = write("cut", turns, 5);
    Path file = folder.resolve("cut/image-00000.npy");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertFails(cut, "image-00000.npy does not match its checksum");

    Path plain = Files.write(folder.resolve("p.npy"), bytes);
    RowSet whole = RowSet.ofNpy(List.of(plain));
    Files.write(plain, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertMessage(() -> whole.read(0, whole.rows()), "p.npy is cut off");
    assertMessage(() -> RowSet.ofNpy(List.of(plain)), "p.npy is cut off");

    float[][] bad = {{1, 0}, {0, Float.NaN}};
    RowSet nan = TestRows.set(folder, "nan", bad);
    assertMessage(() -> nan.read(0, 2), "nan0.npy: row 1 has a number that is not finite");
    RowSet zeros = TestRows.set(folder, "zeros", new float[][] {{1, 0}, {0, 0}});
    assertMessage(() -> zeros.read(0, 2), "zeros0.npy: row 1 is all zeros");
    assertMessage(() -> Vectors.read(folder.resolve("none")), "contains no rows");
    Path manifest = folder.resolve("cut/vectors.json");
    Files.writeString(manifest, "{");
    assertMessage(() -> Vectors.read(folder.resolve("cut")), "vectors.json is not a manifest");
  }

  private static <T> void holds(PCollection<T> collection, List<? extends T> expected) {
    List<String> all = expected.stream().map(Object::toString).sorted().toList();
    ArrayList<String> lines = new ArrayList<>(all);
    PAssert.that(collection)
        .satisfies(
            found -> {
              List<String> got = new ArrayList<>();
              found.forEach(one -> got.add(one.toString()));
              Collections.sort(got);
              assertEquals(lines, got);
              return null;
            });
  }

  private static void assertFails(Vectors vectors, String message) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(vectors.rows(List.of("image"))))
        .apply(NearestEarlierRows.with(RowSearch.AUTO));
    Exception failed = assertThrows(Exception.class, () -> pipeline.run().waitUntilFinish());
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertTrue(root instanceof InputException, root.toString());
    assertTrue(String.valueOf(root.getMessage()).contains(message), root.getMessage());
  }

  private static void assertMessage(
      org.junit.jupiter.api.function.Executable call, String message) {
    InputException refused = assertThrows(InputException.class, call);
    assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
  }

  @Test
  void oneRowAndNoRowHaveNoNeighbours() throws IOException {
    RowSet one = TestRows.set(folder, "one", new float[][] {{1, 0}});
    RowSet none = RowSet.ofNpy(List.of(TestRows.write(folder.resolve("n.npy"), new float[0][], 2)));
    Pipeline pipeline = Pipeline.create();
    for (RowSet set : List.of(one, none)) {
      String name = "of " + set.rows();
      PCollection<RowSet> rows = pipeline.apply(name, Create.of(set));
      holds(rows.apply(name + " earlier", NearestEarlierRows.with(RowSearch.AUTO)), List.of());
      holds(
          pipeline
              .apply(name + " pair", Create.of(KV.of(set, set)))
              .apply(name + " ranks", RankOwn.with(RowSearch.AUTO)),
          set.rows() == 1 ? List.of(new RowRanks(0, 0, 0)) : List.of());
    }
    holds(
        pipeline.apply("One", Create.of(one)).apply("Alone", NearestNeighbours.of(3)),
        List.of(new Neighbours(0, List.of())));
    pipeline.run().waitUntilFinish();
  }
}
