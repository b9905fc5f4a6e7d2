package io.seir.dialogue;

import java.util.List;

/**
 * Everything that decides a dialogue before a model is asked.
 *
 * @param id unique in the data set and the same in every run with the same options
 * @param index 0-based place in the run
 * @param seed source of all randomness in the dialogue
 * @param templates one question template a turn (METHOD: drawn anew for every turn)
 */
public record DialogueSeed(String id, long index, long seed, Topic topic, List<String> templates) {
  public DialogueSeed {
    templates = List.copyOf(templates);
    if (templates.isEmpty()) {
      throw new IllegalArgumentException(id + ": a dialogue has at least one turn");
    }
  }
}
