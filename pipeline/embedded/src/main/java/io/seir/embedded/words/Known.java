package io.seir.embedded.words;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a thing: for each aspect, words that complete a sentence about it.
 *
 * @param clauses by aspect: WHAT follows "is", LOOKS follows "has", KINDS is a list in the plural,
 *     WHERE and HABIT are predicates of their own, unless they begin with a preposition or "to"
 * @param likeOthers the plural of what it is only a kind of ("trees", for a spruce): but for what
 *     it is itself, all is known only of those
 */
public record Known(Map<Aspect, String> clauses, Optional<String> likeOthers) {
  public Known {
    clauses = Map.copyOf(clauses);
  }

  public Optional<String> of(Aspect aspect) {
    return Optional.ofNullable(clauses.get(aspect));
  }

  /** A line of the table of knowledge, after the name: its five fields, or the first of them. */
  static Known parse(String fields) {
    String[] parts = fields.split("\\|", -1);
    Aspect[] order = Aspect.values();
    Map<Aspect, String> clauses = new EnumMap<>(Aspect.class);
    for (int i = 0; i < Math.min(order.length, parts.length); i++) {
      if (!parts[i].isBlank()) {
        clauses.put(order[i], parts[i].strip());
      }
    }
    return new Known(clauses, Optional.empty());
  }
}
