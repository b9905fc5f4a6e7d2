package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.blob.SamplePictures;
import io.seir.data.InputException;
import io.seir.run.SavedOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the pictures of the samples that an earlier run read, from that run's saved options. */
final class EarlierPictures {
  private EarlierPictures() {}

  /**
   * The folders of the pictures at that time, as far as they still exist; if none does, the folder
   * of each file.
   *
   * @param run the folder of the earlier run
   * @param prefix of the names under which its fingerprint lists what it read, such as {@code
   *     data.}
   */
  static SamplePictures of(Path run, String prefix) {
    Map<String, String> options = options(run);
    Set<Path> folders = new TreeSet<>();
    Path given = Locations.path(options.getOrDefault("images", ""));
    if (Files.isDirectory(given) && !given.toString().isEmpty()) {
      folders.add(given);
    } else {
      for (String key : options.keySet()) {
        if (key.startsWith(prefix)) {
          Path path = Locations.path(key.substring(prefix.length())).toAbsolutePath();
          folders.add(Files.isDirectory(path) ? path : path.resolveSibling(""));
        }
      }
    }
    folders.removeIf(folder -> !Files.isDirectory(folder));
    return folders.isEmpty()
        ? SamplePictures.besideTheirFile()
        : SamplePictures.inAnyOf(folders.stream().map(Locations::name).toList());
  }

  private static Map<String, String> options(Path run) {
    try {
      return SavedOptions.of(run)
          .map(SavedOptions::fingerprint)
          .map(TreeMap::new)
          .orElse(new TreeMap<>());
    } catch (IOException | InputException e) {
      return Map.of(); // a different version's; pictures can still be named with --images
    }
  }
}
