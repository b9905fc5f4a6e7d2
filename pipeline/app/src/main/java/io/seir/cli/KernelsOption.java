package io.seir.cli;

import io.seir.data.InputException;
import io.seir.kernels.KernelSelector;
import picocli.CommandLine.Option;

/** Which engine a command scores with. */
final class KernelsOption {
  @Option(
      names = "--kernels",
      paramLabel = "auto|cuda|cpu|java",
      defaultValue = "auto",
      description = "Engine that scores turns (default: the fastest that works).")
  KernelSelector.Choice choice = KernelSelector.Choice.AUTO;

  /** Refuses an engine that does not work, where the work is done on this machine. */
  void check(String runner) {
    boolean asked = choice != KernelSelector.Choice.AUTO;
    if (asked && runner.equals("DirectRunner")) {
      try {
        KernelSelector.select(choice).kernels().close();
      } catch (UnsupportedOperationException e) {
        throw new InputException("--kernels " + e.getMessage());
      }
    }
  }
}
