package io.seir.journal;

import io.seir.blob.ObjectStore;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A journal in an object store, which cannot append: one object per call, listed and read once per
 * stage of a turn.
 */
public final class ObjectJournal implements Journal {
  private final ObjectStore objects;

  /**
   * @param objects only those of the journal
   */
  public ObjectJournal(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public DialogueJournal open(String dialogue, String stage) throws IOException {
    String folder = JournalNames.of(dialogue) + "/" + stage + "/";
    Map<String, Outcome> known = new HashMap<>();
    for (String name : objects.list(folder)) {
      Optional<byte[]> bytes = objects.get(name);
      if (bytes.isPresent()) {
        JournalEntry entry = read(bytes.get());
        known.put(entry.key(), entry.outcome());
      }
    }
    return new Calls(folder, known);
  }

  @Override
  public boolean isEmpty() throws IOException {
    return objects.isEmpty();
  }

  @Override
  public void forEach(Consumer<JournalEntry> reader) throws IOException {
    for (String name : objects.all()) {
      Optional<byte[]> bytes = objects.get(name);
      if (bytes.isPresent()) {
        reader.accept(read(bytes.get()));
      }
    }
  }

  private static JournalEntry read(byte[] bytes) throws IOException {
    return JsonCoder.mapper().readValue(bytes, JournalEntry.class);
  }

  private final class Calls implements DialogueJournal {
    private final String folder;
    private final Map<String, Outcome> known;

    Calls(String folder, Map<String, Outcome> known) {
      this.folder = folder;
      this.known = known;
    }

    @Override
    public Optional<Outcome> find(String key) {
      return Optional.ofNullable(known.get(key));
    }

    @Override
    public Outcome record(JournalEntry entry) throws IOException {
      byte[] bytes = JsonCoder.mapper().writeValueAsBytes(entry);
      byte[] stored = objects.putIfAbsent(folder + entry.key() + ".json", bytes);
      known.put(entry.key(), read(stored).outcome());
      return Objects.requireNonNull(known.get(entry.key()));
    }
  }
}
