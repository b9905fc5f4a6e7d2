package io.seir.cli;

import picocli.CommandLine.Option;

/** The seed of a command's randomness. */
final class SeedOption {
  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Source of all randomness (default: ${DEFAULT-VALUE}).")
  long value;
}
