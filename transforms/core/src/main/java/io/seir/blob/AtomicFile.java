package io.seir.blob;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/** Writes files that appear either complete or not at all. */
public final class AtomicFile {
  /** The ending of unfinished files; a crash may leave one behind. */
  public static final String PART = ".part";

  private AtomicFile() {}

  /** Writes lines of UTF-8, replacing an existing file. */
  public static void write(Path file, List<String> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes, replacing an existing file. */
  public static void write(Path file, byte[] bytes) throws IOException {
    if (!Locations.isLocal(file)) {
      Files.write(file, bytes); // an object appears when it is whole
      return;
    }
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = folder.resolve("." + UUID.randomUUID() + PART);
    try {
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
