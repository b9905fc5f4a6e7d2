package io.seir.direct;

import io.seir.data.SampleFiles;
import io.seir.runner.BeamArguments;
import io.seir.runner.RunnerSupport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Beam's runner on this machine: small data, no cluster. */
public final class DirectSupport implements RunnerSupport {
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
    return Stream.of(
            given.unlessGiven("blockOnRun", "false"), // so that progress can be asked for
            given.unlessGiven("enforceImmutability", "false"),
            given.unlessGiven("enforceEncodability", "false"),
            given.unlessGiven("targetParallelism", Integer.toString(bundles)))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public Optional<Integer> workers(BeamArguments given) {
    return Optional.of(1);
  }

  /** It keeps bundles, so they should be large enough to work on in parallel. */
  @Override
  public int range(long samples) {
    return SampleFiles.SAMPLES_IN_RANGE;
  }
}
