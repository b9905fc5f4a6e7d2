package io.seir.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lines without a system whose ids several systems have answered. */
final class SharedScores {
  private static final int SHOWN = 5;

  private final List<String> items = new ArrayList<>();
  private final SortedSet<String> keys = new TreeSet<>();
  private final SortedSet<String> systems = new TreeSet<>();

  /**
   * @param joined by {@code system\\nid}, the system empty if the line names none
   */
  SharedScores(SortedMap<String, ObjectNode> joined) {
    Map<String, List<String>> bySystem = new TreeMap<>();
    joined
        .keySet()
        .forEach(
            name ->
                bySystem
                    .computeIfAbsent(RatedItems.rest(name), item -> new ArrayList<>())
                    .add(name.substring(0, name.indexOf('\n'))));
    bySystem.forEach(
        (item, of) -> {
          if (of.contains("") && of.size() > 2) {
            items.add(RatedItems.shown(item));
            ObjectNode shared = Objects.requireNonNull(joined.get("\n" + item));
            RatedItems.KEYS.stream().filter(shared::has).forEach(keys::add);
            of.stream().filter(system -> !system.isEmpty()).forEach(systems::add);
          }
        });
  }

  /** Rejects them, if there are any. */
  void refuse() {
    if (!items.isEmpty()) {
      throw new InputException(
          String.format(
              "--items: lines without \"model\" give \"%s\" for %s, which %d systems answered (%s);"
                  + " add \"model\" to these lines, or apply them to every system with"
                  + " --all-systems",
              String.join("\", \"", keys),
              listed(items.stream().map(item -> "'" + item + "'").toList()),
              systems.size(),
              listed(List.copyOf(systems))));
    }
  }

  private static String listed(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
        + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
  }
}
