package io.seir.dataflow;

import io.seir.runner.BeamArguments;
import io.seir.runner.RunnerSupport;
import java.util.Optional;

/** Supports Dataflow: accelerators for single steps, and templates. */
public final class DataflowSupport implements RunnerSupport {
  @Override
  public String name() {
    return "DataflowRunner";
  }

  @Override
  public boolean givesAccelerators() {
    return true;
  }

  @Override
  public Optional<String> template(BeamArguments given) {
    return given.value("templateLocation");
  }
}
