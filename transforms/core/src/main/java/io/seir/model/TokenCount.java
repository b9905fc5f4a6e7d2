package io.seir.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.seir.sample.ModelUsage;

/** How many tokens a call took, if the server counts them. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TokenCount.Counted.class, name = "counted"),
  @JsonSubTypes.Type(value = TokenCount.Uncounted.class, name = "uncounted")
})
public sealed interface TokenCount {
  /** As the server counted. */
  record Counted(long prompt, long completion) implements TokenCount {}

  /** The server does not report it; it is never guessed. */
  record Uncounted() implements TokenCount {}

  /** One call with this many tokens. */
  default ModelUsage usage() {
    return this instanceof Counted counted
        ? new ModelUsage(1, 0, counted.prompt(), counted.completion(), 0)
        : new ModelUsage(1, 1, 0, 0, 0);
  }
}
