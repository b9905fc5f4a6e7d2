package io.seir.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A journal in a folder: one file per dialogue, one line per call, append-only. A line that a crash
 * cut short is ignored, because its call had not finished. The journal survives the death of the
 * process at any moment; lines are not forced to the disk, so a power failure can cost the last
 * seconds.
 *
 * <p>1.8 M dialogues of 15 calls are 1.8 M files of about 9 KB, 16 GB (docs/decisions).
 */
public final class FolderJournal implements Journal {
  private static final String ENDING = ".jsonl";
  private static final int STRIPES = 64;

  /** File locks work only between processes; within this process, threads take turns here. */
  private static final Object[] TURNS = Stream.generate(Object::new).limit(STRIPES).toArray();

  private final Path folder;

  public FolderJournal(Path folder) {
    this.folder = folder;
  }

  @Override
  public DialogueJournal open(String dialogue, String stage) throws IOException {
    Pages pages = new Pages(folder.resolve(JournalNames.of(dialogue) + ENDING));
    pages.readOn();
    return pages;
  }

  @Override
  public boolean isEmpty() throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  @Override
  public void forEach(Consumer<JournalEntry> reader) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(ENDING))::iterator) {
        Pages pages = new Pages(file);
        pages.readOn();
        pages.known.values().forEach(reader);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static final class Pages implements DialogueJournal {
    private final Path file;
    private final Map<String, JournalEntry> known = new HashMap<>();
    private long read;

    Pages(Path file) {
      this.file = file;
    }

    void readOn() throws IOException {
      if (!Files.exists(file)) {
        return;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        readOn(channel);
      }
    }

    /** Reads what was written since the last time. */
    private void readOn(FileChannel channel) throws IOException {
      long end = channel.size();
      if (end == read) {
        return;
      }
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(end - read));
      while (bytes.hasRemaining() && channel.read(bytes, read + bytes.position()) > 0) {}
      int whole = bytes.position();
      while (whole > 0 && bytes.get(whole - 1) != '\n') {
        whole--;
      }
      new String(bytes.array(), 0, whole, StandardCharsets.UTF_8).lines().forEach(this::take);
      read += whole;
    }

    private void take(String line) {
      try {
        JournalEntry entry = JsonCoder.mapper().readValue(line, JournalEntry.class);
        known.putIfAbsent(entry.key(), entry);
      } catch (JsonProcessingException e) {
        return; // damaged: as if it had never been
      }
    }

    @Override
    public Optional<Outcome> find(String key) {
      return Optional.ofNullable(known.get(key)).map(JournalEntry::outcome);
    }

    @Override
    public Outcome record(JournalEntry entry) throws IOException {
      synchronized (TURNS[Math.floorMod(file.hashCode(), STRIPES)]) {
        Files.createDirectories(file.getParent());
        try (FileChannel channel =
                FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock turn = channel.lock()) {
          readOn(channel);
          if (!known.containsKey(entry.key())) {
            append(channel, entry);
          }
        }
      }
      return Objects.requireNonNull(known.get(entry.key())).outcome();
    }

    private void append(FileChannel channel, JournalEntry entry) throws IOException {
      String line = JsonCoder.mapper().writeValueAsString(entry) + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      channel.truncate(read); // of a line that was cut short: its writer is dead
      long end = read;
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
      known.put(entry.key(), entry);
      read = end;
    }
  }
}
