package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.kernels.NearestEarlier;
import io.seir.kernels.Ranks;
import io.seir.kernels.Rows;
import io.seir.kernels.TopK;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks of any shape give what the kernels give of all rows at once, bit for bit. */
class BlockSearchTest {
  private static final int ROWS = 331;
  private static final int DIMENSION = 48;

  @TempDir Path folder;
  private final float[][] texts = TestRows.tied(ROWS, DIMENSION, 1);
  private final float[][] images = TestRows.tied(ROWS, DIMENSION, 2);
  private final Kernels kernels = KernelSelector.select(KernelSelector.Choice.AUTO).kernels();
  private RowSet text;
  private RowSet image;

  @BeforeEach
  void write() throws IOException {
    text = TestRows.set(folder, "t", texts, 100, 0, 1);
    image = TestRows.set(folder, "i", images, 77);
  }

  @ParameterizedTest(name = "blocks of {0} against blocks of {1}, {2} bytes kept")
  @CsvSource({
    "331,331,1000000",
    "1,331,0",
    "331,1,1000000",
    "40,64,0",
    "64,40,10000",
    "100,7,1000"
  })
  void blocksGiveWhatTheWholeGives(int block, int grid, long kept) throws IOException {
    BlockSearch search = new BlockSearch(kernels, new RowBlocks(kept), grid);
    Rows all = TestRows.rows(texts);
    Rows others = TestRows.rows(images);
    NearestEarlier earlier = kernels.nearestEarlier(all);
    TopK top = kernels.topK(all, others, 9);
    Ranks ranks = kernels.rankOfOwn(all, others);
    int[] ofImage = new int[ROWS];
    int[] ofText = new int[ROWS];
    for (int from = 0; from < ROWS; from += block) {
      int to = Math.min(ROWS, from + block);
      BlockSearch.Nearest found = search.earlier(text, from, to);
      assertArrayEquals(slice(earlier.indices(), from, to), found.rows());
      assertArrayEquals(Arrays.copyOfRange(earlier.scores(), from, to), found.scores());
      BlockSearch.Nearest nearest = search.nearest(text, from, to, image, 9, false);
      assertEquals(9, nearest.k());
      assertArrayEquals(slice(top.indices(), 9 * from, 9 * to), nearest.rows());
      assertArrayEquals(Arrays.copyOfRange(top.scores(), 9 * from, 9 * to), nearest.scores());
      search.above(
          text,
          image,
          from,
          to,
          (first, counts) -> add(ofImage, first, counts),
          (first, counts) -> add(ofText, first, counts));
    }
    assertArrayEquals(ranks.ofImage(), ofImage);
    assertArrayEquals(ranks.ofText(), ofText);
  }

  /** A row is not its own neighbour, also where many equal ones come before it. */
  @ParameterizedTest
  @CsvSource({"1", "3", "63"})
  void othersLeaveTheRowItselfOut(int k) throws IOException {
    float[][] same = new float[80][];
    Arrays.fill(same, texts[0]);
    RowSet set = TestRows.set(folder, "same", same, 30);
    BlockSearch.Nearest found =
        new BlockSearch(kernels, new RowBlocks(0), 16).nearest(set, 0, 80, set, k, true);
    assertEquals(k, found.k());
    for (int q = 0; q < 80; q++) {
      for (int i = 0; i < k; i++) {
        assertEquals(i < q ? i : i + 1, found.rows()[q * k + i], "query " + q);
      }
    }
  }

  private static long[] slice(int[] values, int from, int to) {
    return Arrays.stream(values, from, to).asLongStream().toArray();
  }

  private static void add(int[] sum, long first, int[] counts) {
    for (int i = 0; i < counts.length; i++) {
      sum[(int) first + i] += counts[i];
    }
  }
}
