package io.seir.data;

import io.seir.blob.Locations;
import io.seir.sample.Sample;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lines of a JSONL file that are read together.
 *
 * @param file local or gs://
 * @param system the system that gave the answers, unless a line names it
 * @param folder of the file
 * @param offset bytes before the first line
 * @param first 0-based index of the first sample among all
 * @param place 0-based index of the first sample in its file
 * @param lines the number of lines; empty lines are not samples
 */
record JsonlRange(
    String file, String system, String folder, long offset, long first, long place, int lines)
    implements SampleSource {

  @Override
  public void read(Consumer<Sample> out) throws IOException {
    long index = first;
    try (SeekableByteChannel channel = Files.newByteChannel(Locations.path(file))) {
      channel.position(offset);
      JsonLines in = new JsonLines(Channels.newInputStream(channel), offset);
      for (int i = 0; i < lines; i++) {
        String line = in.next();
        if (line == null) {
          throw new IOException(file + " became shorter while it was read");
        }
        if (!line.isBlank()) {
          out.accept(
              SampleLine.parse(
                  line,
                  new SampleLine.Place(index, place + index - first, system, Optional.of(folder))));
          index++;
        }
      }
    }
  }
}
