package io.seir.dialogue;

import java.io.Serializable;

/**
 * What a stage of a turn asked of its models.
 *
 * @param calls finished calls, re-asks included
 * @param images pictures drawn
 */
public record StageUsage(long calls, long promptTokens, long completionTokens, long images)
    implements Serializable {
  public static final StageUsage NONE = new StageUsage(0, 0, 0, 0);

  /** Both together. */
  public StageUsage plus(StageUsage other) {
    return new StageUsage(
        calls + other.calls,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        images + other.images);
  }
}
