package io.seir.estimate;

import io.seir.model.Prices;
import io.seir.sample.ModelUsage;
import java.util.OptionalDouble;

/** What is counted for calls to a model. */
public enum Measure {
  CALLS("calls"),
  PROMPT_TOKENS("promptTokens"),
  COMPLETION_TOKENS("completionTokens"),
  IMAGES("images"),
  COST("cost");

  private final String key;

  Measure(String key) {
    this.key = key;
  }

  /** Its name in JSON. */
  public String key() {
    return key;
  }

  /** Whether later turns of a dialogue take more of it, because prompts repeat the turns before. */
  boolean growsWithHistory() {
    return this == PROMPT_TOKENS || this == COST;
  }

  /** How much of it was used; absent if the server did not report it, or there is no price. */
  OptionalDouble of(ModelUsage usage, Prices prices) {
    return switch (this) {
      case CALLS -> OptionalDouble.of((double) usage.calls());
      case IMAGES -> OptionalDouble.of((double) usage.images());
      case PROMPT_TOKENS -> counted(usage, usage.promptTokens());
      case COMPLETION_TOKENS -> counted(usage, usage.completionTokens());
      case COST ->
          prices
              .cost(usage)
              .map(cost -> OptionalDouble.of(cost.doubleValue()))
              .orElseGet(OptionalDouble::empty);
    };
  }

  private static OptionalDouble counted(ModelUsage usage, long tokens) {
    return usage.uncounted() > 0 ? OptionalDouble.empty() : OptionalDouble.of((double) tokens);
  }
}
