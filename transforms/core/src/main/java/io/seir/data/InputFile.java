package io.seir.data;

import io.seir.blob.Locations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text files from the user, within limits. */
public final class InputFile {
  private static final long MAX_BYTES = 64 << 20;

  private InputFile() {}

  /**
   * The text of a file; throws an {@link InputException} that names the file if it cannot be read.
   */
  public static String read(Path file, String what) {
    try {
      return Locations.io(() -> text(file, what));
    } catch (IOException e) {
      throw InputException.unreadable(what + " file " + Locations.name(file), e);
    }
  }

  private static String text(Path file, String what) throws IOException {
    if (!Files.exists(file)) {
      throw new InputException(what + " file " + file + " does not exist");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new InputException(what + " file " + file + " cannot be read; give a readable file");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InputException(what + " file " + file + " is over " + (MAX_BYTES >> 20) + " MB");
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InputException(what + " file " + file + " is not UTF-8 text");
    }
  }

  /** The text of a resource of this project. */
  public static String resource(String name) {
    try (var in = InputFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the resource " + name + " is missing from the jars; build again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
