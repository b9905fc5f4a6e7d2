package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.kernels.KernelSelector;
import io.seir.kernels.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many rows an element is about. */
class BlockTest {
  private static final int DIMENSION = 512;
  private static final RowSearch CUDA = RowSearch.AUTO.withKernels(KernelSelector.Choice.CUDA);

  @ParameterizedTest(name = "{0} rows: {1} blocks for CPUs, {2} for GPUs, {3} that are used once")
  @CsvSource({
    "1,1,1,1",
    "240,1,1,1",
    "241,2,1,1",
    "60000,250,63,63",
    "300000,250,64,64",
    "10000000,256,153,153"
  })
  void blocksAreAllRowsOnce(long rows, int cpu, int gpu, int once) {
    RowSet set = set(rows);
    check(rows, cpu, Block.ofQueries(set, RowSearch.AUTO));
    check(rows, gpu, Block.ofQueries(set, CUDA));
    check(
        rows, gpu, Block.ofQueries(set, RowSearch.AUTO.withAccelerator("type:nvidia-l4;count:1")));
    check(rows, once, Block.of(set, 0));
    int wanted = (int) Math.max(1, rows / 3);
    check(
        rows,
        Math.toIntExact((rows + wanted - 1) / wanted),
        Block.ofQueries(set, RowSearch.AUTO.withRowsInBlock(wanted)));
  }

  /** A runner may choose the worker by a hash, which is chance. */
  @Test
  void chanceSpreadsThemWellEnough() {
    List<Block> blocks = Block.ofQueries(set(300_000), RowSearch.AUTO);
    Random random = new Random(1);
    double busiest = 0;
    int times = 200;
    for (int time = 0; time < times; time++) {
      long[] rows = new long[16];
      blocks.forEach(block -> rows[random.nextInt(rows.length)] += block.to() - block.from());
      busiest += (double) LongStream.of(rows).max().orElseThrow() / times;
    }
    double share = busiest / (300_000 / 16.0);
    assertTrue(share < 1.6, "the busiest of 16 workers has " + share + " times its share");
  }

  private static RowSet set(long rows) {
    NpyFile file = NpyFile.written("rows.npy", rows, DIMENSION);
    RowSet.Column column = new RowSet.Column("image", file, Optional.empty());
    RowSet.Part part = new RowSet.Part(rows, List.of(column), Optional.empty());
    return new RowSet("set", DIMENSION, Rows.Type.F16, List.of(part));
  }

  private static void check(long rows, int count, List<Block> blocks) {
    assertEquals(count, blocks.size());
    long[] ends = blocks.stream().mapToLong(Block::to).toArray();
    assertEquals(rows, ends[count - 1]);
    assertEquals(0, blocks.get(0).from());
    assertEquals(
        Arrays.stream(ends).limit(count - 1).boxed().toList(),
        blocks.stream().skip(1).map(Block::from).toList());
  }
}
