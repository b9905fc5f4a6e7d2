package io.seir.dialogue;

import java.util.List;
import java.util.Locale;

/**
 * A line of somebody's image-text data: one exchange, or a dialogue of several.
 *
 * @param index 0-based place among all lines that are read together
 * @param system whose answers these are
 * @param topic what it is about; may be empty
 * @param folder of the file that it comes from
 * @param json the line as it was, so that its own keys can be written again
 */
public record Entry(
    String id,
    long index,
    String system,
    String topic,
    List<Exchange> turns,
    String folder,
    String json) {
  public Entry {
    turns = List.copyOf(turns);
    if (turns.isEmpty()) {
      throw new IllegalArgumentException(id + ": an entry has at least one exchange");
    }
  }

  /**
   * The dialogue without turns that journal, seeds and bad records know this entry as. System and
   * id are from outside and may hold any character; its name holds few.
   *
   * @param seed of the run
   */
  public Dialogue asDialogue(long seed) {
    String name =
        String.format(
            Locale.ROOT,
            "entry-%016x%016x",
            Seeds.derive(0, system, id),
            Seeds.derive(1, system, id));
    return Dialogue.begin(
        new DialogueSeed(
            name, index, Seeds.derive(seed, system, id), new Topic("", "", system), List.of("")));
  }

  /** The same with another single exchange. */
  public Entry with(Exchange exchange) {
    return new Entry(id, index, system, topic, List.of(exchange), folder, json);
  }
}
