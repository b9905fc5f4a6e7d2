package io.seir.cli;

import io.seir.runner.RunnerSupport;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Until it is closed, prints one line if the process is told to end, for example by Ctrl-C. The
 * exit code is the JVM's own: 130 after Ctrl-C.
 */
final class StopNotice implements AutoCloseable {
  private static final String LEFT =
      "stopped waiting; the job goes on in the cluster; when it has ended, run ./seir summary DIR";

  private final Thread hook;

  private StopNotice(Thread hook) {
    this.hook = hook;
  }

  /**
   * From now on.
   *
   * @param saved says what is saved if the work is done in this process; on a cluster the job goes
   *     on
   */
  static StopNotice of(PipelineOptions options, Supplier<String> saved) {
    boolean here = RunnerSupport.of(options.getRunner().getSimpleName()).isHere();
    Thread hook =
        new Thread(
            () ->
                System.err.printf(
                    "%sseir: %s%n",
                    Progress.isBar() ? System.lineSeparator() : "", here ? saved.get() : LEFT));
    Runtime.getRuntime().addShutdownHook(hook);
    return new StopNotice(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending, and the hook runs
    }
  }
}
