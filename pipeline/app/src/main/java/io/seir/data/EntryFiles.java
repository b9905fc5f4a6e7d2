package io.seir.data;

import io.seir.blob.Locations;
import io.seir.dialogue.Entry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Files of entries, looked through once before anything is begun: every line must be an entry, and
 * no id may occur twice of one system. A folder stands for the {@code dialogues-*.jsonl} of a data
 * set or the {@code answers-*.jsonl} of answers in it, {@code .tar} is a WebDataset shard, {@code
 * .parquet} a table; anything else is JSONL.
 */
public final class EntryFiles {
  private final List<EntrySource> ranges = new ArrayList<>();
  private final Set<String> systems = new TreeSet<>();
  private final Set<String> ids = new HashSet<>();
  private final int linesInRange;
  private long entries;
  private long turns;

  private EntryFiles(int linesInRange) {
    this.linesInRange = linesInRange;
  }

  /**
   * Looks the files through; an {@link InputException} names the file and the line that is wrong.
   *
   * @param option as messages call it
   * @param linesInRange lines that are read together
   */
  public static EntryFiles of(String option, List<Path> paths, int linesInRange) {
    EntryFiles all = new EntryFiles(linesInRange);
    for (Path path : paths) {
      try {
        if (Files.isDirectory(path)) {
          String system = String.valueOf(path.toAbsolutePath().normalize().getFileName());
          for (Path file : dataSet(option, path)) {
            all.file(file, system);
          }
        } else if (Files.isRegularFile(path) && path.toString().endsWith(".tar")) {
          all.add(TarRange.of(path, linesInRange, all.entries));
        } else if (Files.isRegularFile(path) && path.toString().endsWith(".parquet")) {
          all.add(ParquetRange.of(path, all.entries));
        } else if (Files.isRegularFile(path)) {
          String name = String.valueOf(path.getFileName());
          all.file(path, name.endsWith(".jsonl") ? name.substring(0, name.length() - 6) : name);
        } else {
          throw new InputException(option + " " + path + " does not exist");
        }
      } catch (IOException e) {
        throw InputException.unreadable(option + " " + path, e);
      }
    }
    if (all.entries == 0) {
      String names = paths.stream().map(Path::toString).collect(Collectors.joining(", "));
      throw new InputException(option + " " + names + " holds no entry");
    }
    return all;
  }

  /** What a container holds; its entries are looked at when they are read. */
  record Contained(List<EntrySource> ranges, String system, long entries) {}

  private void add(Contained contained) {
    ranges.addAll(contained.ranges());
    systems.add(contained.system());
    entries += contained.entries();
    turns += contained.entries();
  }

  private static List<Path> dataSet(String option, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(folder, "{dialogues,answers}-*.jsonl")) {
      found.forEach(files::add);
    }
    files.sort(null);
    if (files.isEmpty()) {
      throw new InputException(
          option
              + " "
              + folder
              + (RunFolder.isUnfinished(folder)
                  ? " holds an unfinished run; finish it first, with the same command and --resume"
                  : " holds no dialogues-*.jsonl or answers-*.jsonl"));
    }
    return files;
  }

  private void file(Path file, String system) throws IOException {
    String name = Locations.name(file);
    @Nullable Path parent = file.toAbsolutePath().getParent();
    String folder = parent == null ? "" : Locations.name(parent);
    long start = 0;
    int lines = 0;
    long before = entries;
    long first = entries;
    try (JsonLines in = new JsonLines(Files.newInputStream(file), 0)) {
      for (String line = next(file, in); line != null; line = next(file, in)) {
        lines++;
        look(file, in.number(), line, system, entries - before);
        if (lines == linesInRange) {
          ranges.add(new JsonlRange(name, system, folder, start, first, first - before, lines));
          start = in.offset();
          first = entries;
          lines = 0;
        }
      }
    }
    if (lines > 0) {
      ranges.add(new JsonlRange(name, system, folder, start, first, first - before, lines));
    }
  }

  private static @Nullable String next(Path file, JsonLines lines) throws IOException {
    try {
      return lines.next();
    } catch (IllegalArgumentException e) {
      throw new InputException(file + " line " + lines.number() + " is " + e.getMessage());
    }
  }

  private void look(Path file, int number, String line, String system, long place) {
    if (line.isBlank()) {
      return;
    }
    try {
      Entry entry = EntryLine.parse(line, entries, place, system, "");
      systems.add(entry.system());
      entries++;
      turns += entry.turns().size();
      if (!ids.add(entry.system() + "\n" + entry.id())) {
        throw new IllegalArgumentException(
            "the id '" + entry.id() + "' occurs twice for " + entry.system());
      }
    } catch (IllegalArgumentException e) {
      throw new InputException(file + " line " + number + ": " + e.getMessage());
    }
  }

  public List<EntrySource> ranges() {
    return List.copyOf(ranges);
  }

  /** Whose answers they are, in order. */
  public Set<String> systems() {
    return Set.copyOf(systems);
  }

  public long entries() {
    return entries;
  }

  /** Exchanges of all entries. */
  public long turns() {
    return turns;
  }
}
