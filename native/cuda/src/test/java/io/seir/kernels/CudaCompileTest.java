package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the assembler said of every kernel on every architecture: no spills, registers in bounds.
 */
class CudaCompileTest {
  private static final Path LOG =
      Path.of(System.getProperty("basedir", "."), "target", "native", "ptxas.log");
  private static final Set<String> ARCHITECTURES =
      Set.of("sm_80", "sm_86", "sm_89", "sm_90a", "sm_100", "sm_120");

  /** Architectures whose multiprocessors hold two blocks of an fp16 tile. */
  private static final Set<String> TWO_BLOCKS = Set.of("sm_80", "sm_90a", "sm_100");

  /** 384 threads share 65,536 registers; those who copy then leave some to those who multiply. */
  private static final int HOPPER = 168;

  /**
   * Registers a thread: 128 let two blocks of 256 threads share a multiprocessor (65,536
   * registers); other tiles have one block, which may use 255.
   */
  private static final Map<String, Integer> LIMITS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("topkIt", 128),
              Map.entry("own_scoresIt", 128),
              Map.entry("rankIt", 128),
              Map.entry("pairsIt", 128),
              Map.entry("nearestIt", 128),
              Map.entry("synergy_bestIt", 128),
              Map.entry("cosineI", 40),
              Map.entry("synergy_featuresI", 64),
              Map.entry("_finish", 40),
              Map.entry("image_sums", 80),
              Map.entry("_hopper", HOPPER)));

  private static final int OTHER_TILES = 255;

  private static final Pattern KERNEL =
      Pattern.compile(
          "Compiling entry function '(\\S+)' for '(\\S+)'.*?(\\d+) bytes stack frame, (\\d+) bytes spill"
              + " stores, (\\d+) bytes spill loads.*?Used (\\d+) registers",
          Pattern.DOTALL);

  private static String said;

  @BeforeAll
  static void read() throws IOException {
    Assumptions.assumeTrue(Files.exists(LOG), "built without nvcc");
    said = Files.readString(LOG);
  }

  @Test
  void noKernelSpillsOnAnyArchitecture() {
    Set<String> seen = new TreeSet<>();
    Matcher kernel = KERNEL.matcher(said);
    int kernels = 0;
    while (kernel.find()) {
      String what = kernel.group(1) + " for " + kernel.group(2);
      seen.add(kernel.group(2));
      kernels++;
      assertEquals("0", kernel.group(3), "stack of " + what);
      assertEquals("0", kernel.group(4), "spills of " + what);
      assertEquals("0", kernel.group(5), "spills of " + what);
      int registers = Integer.parseInt(kernel.group(6));
      boolean alone = kernel.group(1).contains("It") && !TWO_BLOCKS.contains(kernel.group(2));
      int limit =
          alone
              ? OTHER_TILES
              : LIMITS.entrySet().stream()
                  .filter(entry -> kernel.group(1).contains(entry.getKey()))
                  .mapToInt(Map.Entry::getValue)
                  .findFirst()
                  .orElse(OTHER_TILES);
      assertTrue(registers <= limit, what + " uses " + registers + " registers");
      if (kernel.group(1).contains("_hopper") && kernel.group(2).equals("sm_90a")) {
        assertEquals(HOPPER, registers, what + " is not empty there");
      }
    }
    assertTrue(seen.containsAll(ARCHITECTURES), "compiled for " + seen);
    assertEquals(0, kernels % seen.size(), "each kernel on each architecture");
    assertTrue(kernels / seen.size() >= 20, kernels + " kernels");
  }

  /** The assembler says so when it cannot let products run while others are prepared. */
  @Test
  void productsOfWarpgroupsAreNotSerialized() {
    assertFalse(said.contains("serialized"), "see " + LOG);
  }
}
