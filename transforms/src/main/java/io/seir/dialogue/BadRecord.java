package io.seir.dialogue;

import java.util.Map;

/**
 * A dialogue that could not be finished: nothing is dropped silently.
 *
 * @param stage where it failed: {@code topic}, {@code question}, {@code answer}, {@code image}
 * @param reason a short label to count by, {@code snake_case}
 * @param detail one line for a person
 * @param seed what it was made from; a topic over the limit is cut
 * @param usage what the models were asked in vain, by stage
 */
public record BadRecord(
    String id,
    String stage,
    String reason,
    String detail,
    DialogueSeed seed,
    Map<String, StageUsage> usage) {
  public BadRecord {
    usage = Map.copyOf(usage);
  }
}
