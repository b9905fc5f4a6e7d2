package io.seir.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Chooses an engine and says why. */
public final class KernelSelector {
  /** What a user may ask for. */
  public enum Choice {
    /** The fastest that works here. */
    AUTO,
    /** The CUDA engine, or an error. */
    CUDA,
    /** The native CPU engine, or an error. */
    CPU,
    /** The plain Java engine, which works everywhere. */
    JAVA
  }

  /**
   * An engine and the reason for it, in one line.
   *
   * @param why also names the engines that were passed over, and why
   */
  public record Selected(Kernels kernels, String why) {}

  private KernelSelector() {}

  /**
   * The engine for a choice; only {@link Choice#AUTO} falls back.
   *
   * @throws UnsupportedOperationException if the engine asked for does not work here
   */
  public static Selected select(Choice choice) {
    List<String> passed = new ArrayList<>();
    if (choice == Choice.CUDA || choice == Choice.AUTO) {
      try {
        CudaKernels cuda = CudaKernels.create();
        String device = " on " + cuda.device();
        return new Selected(cuda, selected(cuda, choice, passed).why() + device);
      } catch (UnsupportedOperationException e) {
        if (choice == Choice.CUDA) {
          throw new UnsupportedOperationException("cuda: " + e.getMessage(), e);
        }
        passed.add("cuda: " + e.getMessage());
      }
    }
    if (choice == Choice.CPU || choice == Choice.AUTO) {
      try {
        return selected(CpuKernels.create(), choice, passed);
      } catch (UnsupportedOperationException e) {
        if (choice == Choice.CPU) {
          throw e;
        }
        passed.add("cpu: " + e.getMessage());
      }
    }
    return selected(new JavaKernels(), choice, passed);
  }

  private static Selected selected(Kernels kernels, Choice choice, List<String> passed) {
    String asked = choice == Choice.AUTO ? "the fastest that works here" : "as asked";
    String others = passed.isEmpty() ? "" : "; " + String.join("; ", passed);
    return new Selected(
        kernels, String.format(Locale.ROOT, "%s, %s%s", kernels.engine(), asked, others));
  }
}
