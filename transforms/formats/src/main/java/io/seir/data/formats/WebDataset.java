package io.seir.data.formats;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.SampleFormat;
import io.seir.data.SampleSource;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * WebDataset shards: members whose names agree up to the first dot belong together. A {@code .json}
 * contains the keys of a line, a {@code .txt} its {@code text}, and a member with the ending of a
 * picture the picture.
 */
public final class WebDataset implements SampleFormat {
  /** Endings of pictures. */
  static final List<String> PICTURES = List.of("jpg", "jpeg", "png", "gif", "webp");

  /** Stands for the ending of a member whose sample has another of that ending. */
  static final String AGAIN = "again";

  private static final List<String> TEXTS = List.of("json", "txt");

  @Override
  public String ending() {
    return ".tar";
  }

  @Override
  public Contents open(Path path, int samplesInRange, long first) throws IOException {
    Map<String, Map<String, TarRange.Member>> keys = new LinkedHashMap<>();
    try (SeekableByteChannel channel = Files.newByteChannel(path);
        TarFile tar = new TarFile(channel)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        String name = entry.getName();
        int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (entry.isFile() && dot > 0 && (PICTURES.contains(ending) || TEXTS.contains(ending))) {
          Map<String, TarRange.Member> members =
              keys.computeIfAbsent(name.substring(0, dot), k -> new LinkedHashMap<>());
          members.put(
              members.containsKey(ending) ? AGAIN : ending,
              new TarRange.Member(name, entry.getDataOffset(), entry.getSize()));
        }
      }
    }
    if (keys.isEmpty()) {
      throw new InputException(
          path + " contains no sample (a picture and a text with the same name)");
    }
    List<TarRange.Members> samples = new ArrayList<>();
    keys.forEach((key, members) -> samples.add(new TarRange.Members(key, members)));
    String system = String.valueOf(path.getFileName());
    List<SampleSource> ranges = new ArrayList<>();
    for (int from = 0; from < samples.size(); from += samplesInRange) {
      int to = Math.min(samples.size(), from + samplesInRange);
      ranges.add(
          new TarRange(
              Locations.name(path),
              system,
              new ArrayList<>(samples.subList(from, to)),
              first + from));
    }
    return new Contents(ranges, system, samples.size());
  }
}
