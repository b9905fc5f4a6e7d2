package io.seir.flink;

import io.seir.data.InputException;
import io.seir.runner.RunnerSupport.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Compares the contents of a Flink's {@code lib/} with what our jobs need there.
 *
 * <p>Jars are recognised by their contents, whatever they are called: each of ours by its largest
 * class, or its largest file if it has no classes.
 */
final class Libraries {
  private static final String OF_A_JOB = "io/seir/cli/Seir.class";
  private static final String OF_FLINK =
      "org/apache/flink/runtime/taskexecutor/TaskManagerRunner.class";

  private final Path needed;

  /**
   * @param needed folder of the jars that every Flink needs for our jobs
   */
  Libraries(Path needed) {
    this.needed = needed;
  }

  /** One finding per required jar, and per jar that should not be there. */
  List<Finding> examine(Path lib) {
    if (!Files.isDirectory(needed)) {
      throw new InputException("found no jars to compare with in " + needed + "; use ./seir");
    }
    if (!Files.isDirectory(lib)) {
      throw new InputException("--lib " + lib + " is not a folder");
    }
    List<Finding> findings = new ArrayList<>();
    List<Path> there = jars(lib);
    for (Path jar : jars(needed)) {
      findings.add(finding(jar, there));
    }
    for (Path jar : there) {
      if (entry(jar, OF_A_JOB).isPresent()) {
        findings.add(
            new Finding(
                name(jar),
                "contains a job's classes, which would hide those of later builds; remove it",
                true));
      }
    }
    List<Path> flinks = there.stream().filter(jar -> entry(jar, OF_FLINK).isPresent()).toList();
    if (flinks.size() > 1) {
      findings.add(new Finding("Flink", "duplicated: " + names(flinks) + "; keep one", true));
    }
    return findings;
  }

  private Finding finding(Path jar, List<Path> there) {
    ZipEntry mark = mark(jar);
    List<Path> same = there.stream().filter(one -> entry(one, mark.getName()).isPresent()).toList();
    String name = name(jar);
    if (same.isEmpty()) {
      return new Finding(name, "missing; copy it from " + needed, true);
    }
    if (same.size() > 1) {
      return new Finding(name, "duplicated: " + names(same) + "; keep one", true);
    }
    String found = name(same.get(0));
    boolean equal = entry(same.get(0), mark.getName()).orElseThrow().getCrc() == mark.getCrc();
    return equal
        ? new Finding(name, "present" + (found.equals(name) ? "" : ", as " + found), false)
        : new Finding(
            name,
            "a different version is there: "
                + found
                + "; replace it with "
                + needed
                + "/"
                + name
                + "",
            true);
  }

  private static ZipEntry mark(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Comparator<ZipEntry> bySize = Comparator.comparingLong(ZipEntry::getSize);
      return zip.stream()
          .filter(one -> !one.isDirectory() && !one.getName().startsWith("META-INF/"))
          .max(
              Comparator.<ZipEntry, Boolean>comparing(one -> one.getName().endsWith(".class"))
                  .thenComparing(bySize))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ZipEntry> entry(Path jar, String name) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return Optional.ofNullable(zip.getEntry(name));
    } catch (IOException e) {
      throw new InputException(jar + " cannot be read as a jar (" + e.getMessage() + ")");
    }
  }

  private static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> name(file).endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path jar) {
    return String.valueOf(jar.getFileName());
  }

  private static String names(List<Path> jars) {
    return String.join(", ", jars.stream().map(Libraries::name).toList());
  }
}
