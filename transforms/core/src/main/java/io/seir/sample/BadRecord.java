package io.seir.sample;

import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A sample that could not go on: nothing is dropped silently.
 *
 * @param stage where it failed, such as {@code question}, {@code image}, {@code judge}
 * @param reason a short label to count by, {@code snake_case}
 * @param detail one line for a person
 * @param sample as far as it had come, without the bytes of pictures
 * @param usage what the models were asked for it, by stage, this one included
 */
@DefaultCoder(JsonCoder.class)
public record BadRecord(
    String stage,
    String reason,
    String detail,
    Sample sample,
    SortedMap<String, StageUsage> usage) {
  public BadRecord {
    usage = new TreeMap<>(usage);
  }

  /** A failure of a stage that asked for so much. */
  public static BadRecord of(
      String stage, String reason, String detail, Sample sample, StageUsage asked) {
    SortedMap<String, StageUsage> usage = sample.spent();
    if (!asked.equals(StageUsage.NONE)) {
      usage.merge(stage, asked, StageUsage::plus);
    }
    return new BadRecord(stage, reason, detail, sample.withoutBytes(), usage);
  }

  /** A failure before anything was asked. */
  public static BadRecord of(String stage, String reason, String detail, Sample sample) {
    return of(stage, reason, detail, sample, StageUsage.NONE);
  }
}
