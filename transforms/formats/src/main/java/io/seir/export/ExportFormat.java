package io.seir.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A format that a trainer loads. An implementation is one stateless class, named in a service file;
 * it becomes a value of {@code ./seir export --format}.
 */
public interface ExportFormat {
  /** Its name on the command line. */
  String name();

  /** What loads it and what it contains, in one line. */
  String about();

  /** Preference pairs of answers or pictures that it can hold, in addition to plain examples. */
  default Set<Preferences> preferences() {
    return Set.of(Preferences.NONE);
  }

  /** Whether pictures must be JPEG. */
  default boolean needsJpeg() {
    return false;
  }

  /** Whether examples are pairs of pictures of which one is an edit of the other. */
  default boolean needsEdits() {
    return false;
  }

  /**
   * The file of one shard of one split, below the folder of the export.
   *
   * @param number of the shard, from 0
   */
  String file(String split, int number);

  /**
   * Starts a shard.
   *
   * @param file that it is written to, which is moved to its place when it is closed
   */
  ExportWriter open(Path file, String split, ExportSettings settings) throws IOException;

  /** Written when all shards exist: lists of files, cards, shards joined into one file. */
  default void finish(ExportFolder folder) throws IOException {}
}
