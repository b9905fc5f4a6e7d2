package io.seir.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.Locations;
import io.seir.dialogue.Entry;
import io.seir.dialogue.Exchange;
import io.seir.dialogue.JsonCoder;
import io.seir.model.PictureReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * Samples of a WebDataset shard: members of one name up to its first dot belong together; a picture
 * ({@code .jpg .jpeg .png .gif}) and its text ({@code .txt}, or {@code text} or {@code caption} in
 * a {@code .json}). Nothing is unpacked: members are read by their place in the file, and their
 * names are never paths.
 *
 * @param first 0-based index of the first sample
 */
record TarRange(String file, String system, List<Sample> samples, long first)
    implements EntrySource {
  private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "gif");
  private static final long MAX_TEXT = 1 << 20;

  /** A sample's members; a length of 0 is none. */
  record Sample(String key, Member picture, Member text, Member json) implements Serializable {}

  /** Where a member's bytes are. */
  record Member(String name, long offset, long length) implements Serializable {
    static final Member NONE = new Member("", 0, 0);
  }

  /** The ranges of a shard. */
  static EntryFiles.Contained of(Path path, int samplesInRange, long first) throws IOException {
    Map<String, Map<String, Member>> keys = new LinkedHashMap<>();
    try (SeekableByteChannel channel = Files.newByteChannel(path);
        TarFile tar = new TarFile(channel)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        String name = entry.getName();
        int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
        if (entry.isFile() && dot > 0) {
          String kind = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
          keys.computeIfAbsent(name.substring(0, dot), k -> new LinkedHashMap<>())
              .put(
                  PICTURES.contains(kind) ? "picture" : kind,
                  new Member(name, entry.getDataOffset(), entry.getSize()));
        }
      }
    }
    List<Sample> samples = new ArrayList<>();
    keys.forEach(
        (key, members) -> {
          if (members.containsKey("picture")) {
            samples.add(
                new Sample(
                    key,
                    members.getOrDefault("picture", Member.NONE),
                    members.getOrDefault("txt", Member.NONE),
                    members.getOrDefault("json", Member.NONE)));
          }
        });
    if (samples.isEmpty()) {
      throw new InputException(path + " holds no sample (a picture and a text of one name)");
    }
    String system = String.valueOf(path.getFileName());
    List<EntrySource> ranges = new ArrayList<>();
    for (int from = 0; from < samples.size(); from += samplesInRange) {
      int to = Math.min(samples.size(), from + samplesInRange);
      ranges.add(
          new TarRange(
              Locations.name(path),
              system,
              new ArrayList<>(samples.subList(from, to)),
              first + from));
    }
    return new EntryFiles.Contained(ranges, system, samples.size());
  }

  @Override
  public void read(Consumer<Entry> out) throws IOException {
    long index = first;
    try (SeekableByteChannel channel = Files.newByteChannel(Locations.path(file))) {
      for (Sample sample : samples) {
        ObjectNode line = JsonCoder.mapper().createObjectNode();
        line.put("id", sample.key());
        line.put("image", sample.picture().name());
        line.put("text", text(channel, sample));
        byte[] bytes = bytes(channel, sample.picture(), PictureReader.MAX_BYTES + 1L);
        out.accept(entry(sample.key(), line.toString(), index++, bytes));
      }
    }
  }

  private Entry entry(String key, String line, long index, byte[] bytes) {
    try {
      Entry entry = EntryLine.parse(line, index, index, system, "");
      Exchange one = entry.turns().get(0);
      return entry.with(
          new Exchange(one.question(), one.answer(), one.caption(), one.image(), bytes));
    } catch (IllegalArgumentException e) {
      return EntryLine.fault(key, index, system, String.valueOf(e.getMessage()));
    }
  }

  private static String text(SeekableByteChannel channel, Sample sample) throws IOException {
    if (sample.text().length() > 0 || sample.json().length() == 0) {
      return new String(bytes(channel, sample.text(), MAX_TEXT), StandardCharsets.UTF_8);
    }
    String json = new String(bytes(channel, sample.json(), MAX_TEXT), StandardCharsets.UTF_8);
    try {
      ObjectNode object = EntryLine.object(json);
      return object.path("text").asText(object.path("caption").asText(""));
    } catch (IllegalArgumentException e) {
      return ""; // features of a sample without text
    }
  }

  private static byte[] bytes(SeekableByteChannel channel, Member member, long most)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(member.length(), most));
    channel.position(member.offset());
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the archive ends in the middle of " + member.name());
      }
    }
    return buffer.array();
  }
}
