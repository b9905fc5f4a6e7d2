package io.seir.runner;

import io.seir.data.InputException;
import io.seir.pipeline.PlanDialogues;
import io.seir.pipeline.Portions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What is special to one Beam runner; found by {@link ServiceLoader}. A runner without one still
 * works, with its own defaults.
 */
public interface RunnerSupport {
  /** The runner's name in Beam, such as {@code DirectRunner}. */
  String name();

  /** Whether it is used if the user names no runner. */
  default boolean isDefault() {
    return false;
  }

  /** Whether the work is done in this process, and so ends with it. */
  default boolean isHere() {
    return false;
  }

  /** Whether it gives accelerators to steps that request one with a resource hint. */
  default boolean givesAccelerators() {
    return false;
  }

  /** If the options ask to write the job as a template instead of running it, where to write it. */
  default Optional<String> template(BeamArguments given) {
    return Optional.empty();
  }

  /**
   * The options to add to those that were given.
   *
   * @param task what the job does and where its results go, such as {@code generate-demo}: letters,
   *     digits and hyphens
   * @param bundles to work on at once, where a runner keeps bundles
   * @throws InputException if the runner cannot do what is asked, with the remedy
   * @throws IllegalStateException if its cluster is not there
   */
  default List<String> defaults(BeamArguments given, String task, int bundles) {
    return List.of();
  }

  /** The number of JVMs that will work; empty if unknown beforehand. */
  default Optional<Integer> workers(BeamArguments given) {
    return Optional.empty();
  }

  /** Watches a job; requested just before it is submitted, and closed when it has ended. */
  default JobWatch watch(PipelineOptions options) {
    return JobWatch.NONE;
  }

  /** Why the last job failed, if its result does not say; empty if unknown. */
  default Optional<String> failure(BeamArguments given) {
    return Optional.empty();
  }

  /**
   * What {@code doctor} reports about the place where jobs would run.
   *
   * @param libraries the folder of jars that workers load before those of a job
   * @throws InputException if this runner has nothing to examine
   */
  default List<Finding> examine(BeamArguments given, Optional<Path> libraries) {
    if (libraries.isPresent()) {
      throw new InputException(
          "--lib works only with a runner whose workers have their own jars; leave it out");
    }
    return List.of();
  }

  /**
   * One thing that was examined.
   *
   * @param fault whether it would harm a job
   */
  record Finding(String what, String said, boolean fault) {}

  /** How many of the dialogues start together and, on runners that keep bundles, stay together. */
  default int range(long samples) {
    return PlanDialogues.spread(samples);
  }

  /**
   * How many dialogues are handled together: in waves if the work is done in this process, whose
   * memory must not grow with the run.
   *
   * @param concurrency conversations that the models take at the same time
   */
  default Portions portions(long samples, int concurrency) {
    int range = range(samples);
    return isHere() ? Portions.inWaves(range, concurrency) : Portions.atOnce(range);
  }

  /** The runners on the class path. */
  static List<RunnerSupport> all() {
    return ServiceLoader.load(RunnerSupport.class, RunnerSupport.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** The support of a runner, by its name. */
  static RunnerSupport of(String name) {
    return all().stream()
        .filter(support -> isCalled(support.name(), name))
        .findFirst()
        .orElse(() -> name);
  }

  /**
   * Whether a word names a runner; as in Beam, case does not matter and the ending may be left out.
   */
  static boolean isCalled(String runner, String word) {
    return runner.equalsIgnoreCase(word) || runner.equalsIgnoreCase(word + "Runner");
  }

  /** The support of the runner that is used if the user names none. */
  static RunnerSupport ofDefault() {
    return all().stream()
        .filter(RunnerSupport::isDefault)
        .findFirst()
        .orElseThrow(() -> new InputException("--runner is required here: the Beam runner to use"));
  }
}
