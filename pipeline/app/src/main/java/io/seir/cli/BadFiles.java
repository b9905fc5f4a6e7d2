package io.seir.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The bad records that a pipeline wrote. */
final class BadFiles {
  private static final String FOLDER = "bad";

  private BadFiles() {}

  /** Returns their number. */
  static long count(Path folder) throws IOException {
    long count = 0;
    if (Files.isDirectory(folder.resolve(FOLDER))) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(folder.resolve(FOLDER), "bad-*.jsonl")) {
        for (Path file : found) {
          try (Stream<String> lines = Files.lines(file)) {
            count += lines.count();
          }
        }
      }
    }
    return count;
  }

  /** Prints to standard error where the reasons are, if there are any. */
  static void tell(Path folder, long count, String what) {
    if (count > 0) {
      System.err.printf(
          "seir: %d %s; the reasons are in %s%n",
          count, what, folder.resolve(FOLDER).resolve("bad-*.jsonl"));
    }
  }
}
