package io.seir.refine;

import io.seir.dialogue.ModelUsage;
import io.seir.dialogue.Refinement;
import java.io.Serializable;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** What a stage counts while it runs; for progress displays, never for results. */
final class StageCounters implements Serializable {
  private static final long serialVersionUID = 1;

  private final Counter calls;
  private final Counter rounds;
  private final Counter promptTokens;
  private final Counter completionTokens;

  StageCounters(String stage) {
    calls = Metrics.counter("seir." + stage, "model_calls");
    rounds = Metrics.counter("seir." + stage, "rounds");
    promptTokens = Metrics.counter("seir." + stage, "prompt_tokens");
    completionTokens = Metrics.counter("seir." + stage, "completion_tokens");
  }

  void count(Refinement<?> refinement) {
    ModelUsage used = refinement.usage().total();
    calls.inc(used.calls());
    rounds.inc(refinement.rounds().size() - 1L);
    promptTokens.inc(used.promptTokens());
    completionTokens.inc(used.completionTokens());
  }
}
