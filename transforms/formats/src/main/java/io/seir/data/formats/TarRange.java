package io.seir.data.formats;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.Locations;
import io.seir.data.SampleLine;
import io.seir.data.SampleSource;
import io.seir.model.PictureReader;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Samples of a WebDataset shard that are read together. Nothing is unpacked: members are read by
 * their position in the file, and their names are never used as paths.
 *
 * @param first 0-based index of the first sample
 */
record TarRange(String file, String system, List<Members> samples, long first)
    implements SampleSource {
  private static final long MAX_TEXT = 1 << 20;

  /**
   * What belongs to one sample.
   *
   * @param key the name up to its first dot
   * @param byEnding lower-case endings of the members
   */
  record Members(String key, Map<String, Member> byEnding) implements Serializable {}

  /** Where a member's bytes are. */
  record Member(String name, long offset, long length) implements Serializable {}

  @Override
  public void read(Consumer<Sample> out) throws IOException {
    long index = first;
    try (SeekableByteChannel channel = Files.newByteChannel(Locations.path(file))) {
      for (Members members : samples) {
        SampleLine.Place place = new SampleLine.Place(index, index, system, Optional.empty());
        out.accept(sample(channel, members, place));
        index++;
      }
    }
  }

  private static Sample sample(SeekableByteChannel channel, Members members, SampleLine.Place place)
      throws IOException {
    try {
      if (members.byEnding().containsKey(WebDataset.AGAIN)) {
        throw new IllegalArgumentException(
            "two members with the same ending: " + members.byEnding().get(WebDataset.AGAIN).name());
      }
      ObjectNode line = line(channel, members);
      Optional<Member> picture =
          WebDataset.PICTURES.stream()
              .filter(members.byEnding()::containsKey)
              .findFirst()
              .map(members.byEnding()::get);
      if (picture.isEmpty()) {
        return SampleLine.parse(line.toString(), place);
      }
      line.put("image", picture.get().name());
      Picture shown = new Picture(bytes(channel, picture.get(), PictureReader.MAX_BYTES + 1L));
      Sample sample = SampleLine.parse(line.toString(), place);
      boolean alone = sample.turns().stream().filter(turn -> turn.image().isPresent()).count() == 1;
      return sample.mapTurns(
          turn ->
              turn.mapImage(
                  image ->
                      alone || image.uri().equals(picture.get().name())
                          ? image.with(shown)
                          : image));
    } catch (IllegalArgumentException e) {
      return SampleLine.fault(members.key(), place, String.valueOf(e.getMessage()));
    }
  }

  /** The sample's own object, with the contents of its other members added. */
  private static ObjectNode line(SeekableByteChannel channel, Members members) throws IOException {
    Member json = members.byEnding().get("json");
    ObjectNode line = SampleLine.object(json == null ? "{}" : text(channel, json));
    line.put("id", members.key());
    Member text = members.byEnding().get("txt");
    if (text != null) {
      line.put("text", text(channel, text));
    }
    return line;
  }

  private static String text(SeekableByteChannel channel, Member member) throws IOException {
    return new String(bytes(channel, member, MAX_TEXT), StandardCharsets.UTF_8);
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
