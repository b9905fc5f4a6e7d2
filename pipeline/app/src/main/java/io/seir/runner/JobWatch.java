package io.seir.runner;

import java.util.Optional;
import org.apache.beam.sdk.PipelineResult;

/** What a runner's support does during a job, from before its submission to its end. */
public interface JobWatch extends AutoCloseable {
  /** Does nothing. */
  JobWatch NONE = new JobWatch() {};

  /** Called when the job has been submitted. */
  default void submitted(PipelineResult job) {}

  /** Why it failed or was cancelled, if its result does not say; empty if unknown. */
  default Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
