package io.seir.data;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run was begun with, kept in its folder.
 *
 * @param matter what decides the data set; may not change when the run is gone on with
 * @param arguments all options of the command, by name
 * @param replays how often it was replayed
 */
public record RunSettings(
    SortedMap<String, String> matter, SortedMap<String, String> arguments, int replays) {
  public RunSettings {
    matter = Collections.unmodifiableSortedMap(new TreeMap<>(matter));
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
  }

  /** What differs of that which matters, for a person. */
  Optional<String> difference(RunSettings now) {
    TreeSet<String> names = new TreeSet<>(matter.keySet());
    names.addAll(now.matter.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(matter.get(name), now.matter.get(name)))
        .findFirst()
        .map(
            name ->
                name + " was " + shown(matter.get(name)) + ", now " + shown(now.matter.get(name)));
  }

  private static String shown(@org.jspecify.annotations.Nullable String value) {
    return value == null || value.isEmpty() ? "not given" : value;
  }
}
