package io.seir.cli;

import picocli.CommandLine.Option;

/** Where the randomness of a command comes from. */
final class SeedOption {
  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Source of all randomness (default: ${DEFAULT-VALUE}).")
  long value;
}
