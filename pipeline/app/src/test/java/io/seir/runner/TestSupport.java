package io.seir.runner;

import io.seir.data.SampleFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The runner of this module's own tests; the real support is in {@code runners/direct}. */
public final class TestSupport implements RunnerSupport {
  @Override
  public String name() {
    return "DirectRunner";
  }

  @Override
  public boolean isDefault() {
    return true;
  }

  @Override
  public boolean isHere() {
    return true;
  }

  @Override
  public List<String> defaults(BeamArguments given, String task, int bundles) {
    List<String> added =
        new ArrayList<>(
            List.of(
                "--blockOnRun=false",
                "--enforceImmutability=false",
                "--enforceEncodability=false"));
    added.addAll(given.unlessGiven("targetParallelism", Integer.toString(bundles)));
    return added;
  }

  @Override
  public Optional<Integer> workers(BeamArguments given) {
    return Optional.of(1);
  }

  @Override
  public int range(long samples) {
    return SampleFiles.SAMPLES_IN_RANGE;
  }
}
