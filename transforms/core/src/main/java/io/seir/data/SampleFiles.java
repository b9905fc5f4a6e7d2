package io.seir.data;

import io.seir.blob.Locations;
import io.seir.sample.Sample;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Files of samples, checked once before any work starts: every line must be a sample, and no id may
 * occur twice within a system. A folder stands for the {@code dialogues-*.jsonl} of a data set, the
 * {@code answers-*.jsonl} of answers, or the {@code judged-*.jsonl} and {@code features-*.jsonl} of
 * judged and scored samples; a file with the ending of a {@link SampleFormat} on the class path has
 * that format; anything else is JSON lines.
 */
public final class SampleFiles {
  /** Default number of samples that are read together: enough for a bundle. */
  public static final int SAMPLES_IN_RANGE = 64;

  /** Names of the files in a folder; the first kind that exists is used. */
  private static final List<String> IN_FOLDER =
      List.of("dialogues", "answers", "judged", "features");

  private static final List<SampleFormat> FORMATS =
      ServiceLoader.load(SampleFormat.class, SampleFiles.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private final List<SampleSource> ranges = new ArrayList<>();
  private final Set<String> systems = new TreeSet<>();
  private final Set<String> ids = new HashSet<>();
  private final int linesInRange;
  private long samples;
  private long turns;

  private SampleFiles(int linesInRange) {
    this.linesInRange = linesInRange;
  }

  /**
   * Checks the files; an {@link InputException} names the file and the line that is wrong.
   *
   * @param option its name in messages
   * @param linesInRange lines that are read together
   */
  public static SampleFiles of(String option, List<Path> paths, int linesInRange) {
    SampleFiles all = new SampleFiles(linesInRange);
    for (Path path : paths) {
      try {
        Optional<SampleFormat> format =
            FORMATS.stream().filter(f -> path.toString().endsWith(f.ending())).findFirst();
        if (Files.isDirectory(path)) {
          String system = String.valueOf(path.toAbsolutePath().normalize().getFileName());
          for (Path file : folder(option, path)) {
            all.file(file, system);
          }
        } else if (Files.isRegularFile(path) && format.isPresent()) {
          all.add(format.get().open(path, linesInRange, all.samples));
        } else if (Files.isRegularFile(path)) {
          String name = String.valueOf(path.getFileName());
          all.file(path, name.endsWith(".jsonl") ? name.substring(0, name.length() - 6) : name);
        } else {
          throw new InputException((option + " " + path).strip() + " does not exist");
        }
      } catch (IOException e) {
        throw InputException.unreadable((option + " " + path).strip(), e);
      }
    }
    if (all.samples == 0) {
      String names = paths.stream().map(Path::toString).collect(Collectors.joining(", "));
      throw new InputException((option + " " + names).strip() + " contains no sample");
    }
    return all;
  }

  private void add(SampleFormat.Contents contents) {
    ranges.addAll(contents.ranges());
    systems.add(contents.system());
    samples += contents.samples();
    turns += contents.samples();
  }

  private static List<Path> folder(String option, Path folder) throws IOException {
    for (String name : IN_FOLDER) {
      List<Path> files = new ArrayList<>();
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name + "-*.jsonl")) {
        found.forEach(files::add);
      }
      files.sort(null);
      if (!files.isEmpty()) {
        return files;
      }
    }
    throw new InputException(
        (option + " " + folder).strip()
            + (Files.isDirectory(folder.resolve(".seir"))
                ? " contains an unfinished run; finish it first, with the same command and"
                    + " --resume=always"
                : " contains none of dialogues-*.jsonl, answers-*.jsonl, judged-*.jsonl and"
                    + " features-*.jsonl"));
  }

  private void file(Path file, String system) throws IOException {
    String name = Locations.name(file);
    @Nullable Path parent = file.toAbsolutePath().getParent();
    String folder = parent == null ? "" : Locations.name(parent);
    long start = 0;
    int lines = 0;
    long before = samples;
    long first = samples;
    try (JsonLines in = new JsonLines(Files.newInputStream(file), 0)) {
      for (String line = next(file, in); line != null; line = next(file, in)) {
        lines++;
        look(file, in.number(), line, system, samples - before);
        if (lines == linesInRange) {
          ranges.add(new JsonlRange(name, system, folder, start, first, first - before, lines));
          start = in.offset();
          first = samples;
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
      Sample sample =
          SampleLine.parse(line, new SampleLine.Place(samples, place, system, Optional.empty()));
      systems.add(sample.system().orElse(""));
      samples++;
      turns += sample.turns().size();
      if (!ids.add(sample.system().orElse("") + "\n" + sample.id())) {
        throw new IllegalArgumentException(
            "the id '" + sample.id() + "' occurs twice for " + sample.system().orElse(""));
      }
    } catch (IllegalArgumentException e) {
      throw new InputException(file + " line " + number + ": " + e.getMessage());
    }
  }

  public List<SampleSource> ranges() {
    return List.copyOf(ranges);
  }

  /** The systems that gave the answers, in order. */
  public Set<String> systems() {
    return Set.copyOf(systems);
  }

  public long samples() {
    return samples;
  }

  /** Turns of all samples. */
  public long turns() {
    return turns;
  }
}
