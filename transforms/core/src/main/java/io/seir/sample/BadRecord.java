package io.seir.sample;

import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A sample that could not be finished; nothing is dropped silently.
 *
 * @param stage where it failed, such as {@code question}, {@code image}, {@code judge}
 * @param reason a short label to count by, {@code snake_case}
 * @param detail one line for people
 * @param sample as far as it got, without the bytes of pictures
 * @param usage model use for it, by stage, including this one
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

  /** A failure in a stage, with the model use so far. */
  public static BadRecord of(
      String stage, String reason, String detail, Sample sample, StageUsage asked) {
    SortedMap<String, StageUsage> usage = sample.spent();
    if (!asked.equals(StageUsage.NONE)) {
      usage.merge(stage, asked, StageUsage::plus);
    }
    return new BadRecord(stage, reason, detail, sample.withoutBytes(), usage);
  }

  /** A failure before any call was made. */
  public static BadRecord of(String stage, String reason, String detail, Sample sample) {
    return of(stage, reason, detail, sample, StageUsage.NONE);
  }
}
