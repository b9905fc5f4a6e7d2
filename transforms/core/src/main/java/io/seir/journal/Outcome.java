package io.seir.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.seir.model.ChatReply;
import io.seir.sample.ImageRef;
import io.seir.sample.ModelUsage;

/** The final outcome of a call. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Replied.class, name = "replied"),
  @JsonSubTypes.Type(value = Outcome.Drawn.class, name = "drawn"),
  @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = Outcome.Scored.class, name = "scored")
})
public sealed interface Outcome {
  /** A chat model's reply, readable or not. */
  record Replied(ChatReply reply) implements Outcome {}

  /** A picture, stored before this was. */
  record Drawn(ImageRef image) implements Outcome {}

  /**
   * A fault that repeating the same call would not fix.
   *
   * @param used what it cost anyway
   */
  record Failed(String reason, String detail, ModelUsage used) implements Outcome {}

  /** The score by which a round is chosen, so that every engine and runner chooses the same. */
  record Scored(double score) implements Outcome {}

  /** What it used. */
  default ModelUsage usage() {
    if (this instanceof Replied replied) {
      return replied.reply().tokens().usage();
    }
    if (this instanceof Failed failed) {
      return failed.used();
    }
    return this instanceof Drawn ? new ModelUsage(1, 0, 0, 0, 1) : ModelUsage.NONE;
  }
}
