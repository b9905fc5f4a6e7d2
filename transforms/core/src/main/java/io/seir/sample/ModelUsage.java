package io.seir.sample;

import java.io.Serializable;

/**
 * The use of one model.
 *
 * @param calls finished calls, including repeated ones
 * @param uncounted calls whose tokens the server did not report
 * @param images pictures drawn
 */
public record ModelUsage(
    long calls, long uncounted, long promptTokens, long completionTokens, long images)
    implements Serializable {
  public static final ModelUsage NONE = new ModelUsage(0, 0, 0, 0, 0);

  /** Both together. */
  public ModelUsage plus(ModelUsage other) {
    return new ModelUsage(
        calls + other.calls,
        uncounted + other.uncounted,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        images + other.images);
  }
}
