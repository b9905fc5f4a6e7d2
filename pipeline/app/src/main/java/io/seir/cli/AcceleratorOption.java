package io.seir.cli;

import io.seir.runner.RunnerSupport;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A GPU for the steps that call the kernels, on a runner that can give single steps one. */
final class AcceleratorOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  @Option(
      names = "--accelerator",
      paramLabel = "HINT",
      description =
          "On a runner that can attach accelerators to single steps (Dataflow): a GPU for the steps"
              + " that encode and compare, such as"
              + " 'type:nvidia-l4;count:1;install-nvidia-driver;machine_type:g2-standard-4'.")
  @Nullable String hint;

  /** Rejects the option where it would have no effect. */
  void check(RunnerSupport runner) {
    if (!runner.givesAccelerators()) {
      Usage.refuse(
          Objects.requireNonNull(mixee),
          "a runner that can attach accelerators to single steps",
          "--accelerator");
    }
  }
}
