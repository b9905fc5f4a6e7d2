package io.seir.cli;

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
}
