package io.seir.data;

import io.seir.blob.Locations;
import io.seir.dialogue.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of a JSONL file that are read together.
 *
 * @param file local or gs://
 * @param system whose answers they are, unless a line says so
 * @param offset bytes before the first line
 * @param first 0-based index of the first entry
 * @param lines how many lines follow; empty ones are no entries
 */
public record JsonlRange(String file, String system, long offset, long first, int lines)
    implements EntrySource {

  @Override
  public List<Entry> read() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (SeekableByteChannel channel = Files.newByteChannel(Locations.path(file))) {
      channel.position(offset);
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
      for (int i = 0; i < lines; i++) {
        String line = reader.readLine();
        if (line == null) {
          throw new IOException(file + " became shorter while it was read");
        }
        if (!line.isBlank()) {
          entries.add(EntryLine.parse(line, first + entries.size(), system));
        }
      }
    }
    return entries;
  }
}
