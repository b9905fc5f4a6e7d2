package io.seir.report.page;

import io.seir.sample.Sample;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which row of the report a sample is, by its system and id. */
final class SampleRows {
  private final Map<String, Integer> rows = new HashMap<>();

  void put(Sample sample, int row) {
    rows.putIfAbsent(name(sample.system(), sample.id()), row);
  }

  /** The row; null if the sample is not in the report. */
  @Nullable Integer row(Optional<String> system, String id) {
    return rows.get(name(system, id));
  }

  static String name(Optional<String> system, String id) {
    return system.orElse("") + "\n" + id;
  }
}
