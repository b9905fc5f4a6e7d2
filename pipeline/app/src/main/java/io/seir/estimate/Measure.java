package io.seir.estimate;

import io.seir.model.Prices;
import io.seir.sample.ModelUsage;
import java.util.OptionalDouble;

/** What is counted of the calls to a model. */
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

  /** Whether a later turn of a dialogue takes more of it: prompts tell the turns before. */
  boolean growsWithHistory() {
    return this == PROMPT_TOKENS || this == COST;
  }

  /** How much of it was used; absent if the server did not count it, or it has no price. */
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
