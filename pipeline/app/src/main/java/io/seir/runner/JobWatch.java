package io.seir.runner;

import java.util.Optional;
import org.apache.beam.sdk.PipelineResult;

/** What a runner's support does beside a job, from before its submission to its end. */
public interface JobWatch extends AutoCloseable {
  /** Does nothing. */
  JobWatch NONE = new JobWatch() {};

  /** The job was handed over. */
  default void submitted(PipelineResult job) {}

  /** Why it failed or was cancelled, where its result does not say; empty if that is not known. */
  default Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
