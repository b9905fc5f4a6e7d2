package io.seir.cli;

import io.seir.data.InputException;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.SharedKernels;
import io.seir.runner.RunnerSupport;
import picocli.CommandLine.Option;

/** The engine with which a command scores. */
final class KernelsOption {
  @Option(
      names = "--kernels",
      paramLabel = "auto|cuda|cpu|java",
      defaultValue = "auto",
      description = "Engine that scores turns (default: the fastest that works).")
  KernelSelector.Choice choice = KernelSelector.Choice.AUTO;

  /** Rejects an engine that does not work, if the work is done on this machine. */
  void check(RunnerSupport runner) {
    if (runner.isHere()) {
      checkHere();
    }
  }

  /** Refuses an engine that does not work on this machine. */
  void checkHere() {
    if (choice != KernelSelector.Choice.AUTO) {
      try {
        SharedKernels.of(choice);
      } catch (UnsupportedOperationException e) {
        throw new InputException("--kernels " + e.getMessage());
      }
    }
  }
}
