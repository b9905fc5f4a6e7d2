package io.seir.data;

import io.seir.sample.Sample;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds samples by where they stood among all that were read together. Samples are read with those
 * around them, so look up many of one source at a time.
 */
public final class SampleLookup implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<SampleSource> sources;

  private SampleLookup(List<SampleSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** In which nothing is found. */
  public static SampleLookup none() {
    return new SampleLookup(List.of());
  }

  /** In files that were looked through; they must be the ones that gave the indexes. */
  public static SampleLookup of(SampleFiles files) {
    return new SampleLookup(files.ranges());
  }

  /**
   * In what {@link WriteSamples} wrote to a folder.
   *
   * @param name of the files, such as {@code features}
   */
  public static SampleLookup written(Path folder, String name) {
    try {
      return new SampleLookup(WrittenFile.of(folder, name));
    } catch (IOException e) {
      throw InputException.unreadable(folder, e);
    }
  }

  /** Whether nothing can be found. */
  public boolean isEmpty() {
    return sources.isEmpty();
  }

  /** The source that would hold a sample, from 0. */
  public int source(long index) {
    int low = 0;
    int high = sources.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (sources.get(middle).first() <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * Reads the samples of a source.
   *
   * @param source from 0, as {@link #source} tells
   */
  public Found read(int source) throws IOException {
    Found found = new Found();
    sources
        .get(source)
        .read(
            sample -> found.byId.computeIfAbsent(sample.id(), id -> new ArrayList<>()).add(sample));
    return found;
  }

  /** The samples of a source. */
  public static final class Found {
    private final Map<String, List<Sample>> byId = new HashMap<>();

    private Found() {}

    /**
     * The sample of an id. Where several systems have one of that id, it is that of the given
     * system.
     */
    public Optional<Sample> get(String id, Optional<String> system) {
      List<Sample> named = byId.getOrDefault(id, List.of());
      return named.size() == 1
          ? Optional.of(named.get(0))
          : named.stream().filter(sample -> sample.system().equals(system)).findFirst();
    }
  }
}
