package io.seir.cli;

import io.seir.data.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Fingerprints of files and texts in the records of a run. */
final class Fingerprints {
  private Fingerprints() {}

  /** A file's name and SHA-256; {@code shipped} if none was given. */
  static String of(@Nullable Path file) {
    if (file == null) {
      return "shipped";
    }
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] part = new byte[1 << 16];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        digest.update(part, 0, n);
      }
      return file.getFileName() + " sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  /** The SHA-256 of a text. */
  static String of(String text) {
    return "sha256:"
        + HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The fingerprint of a file; just a word for a folder, whose content may grow. */
  static String ofFileOrFolder(Path path) {
    return Files.isDirectory(path) ? "folder" : of(path);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
