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
 * Finds samples by their position among all samples that were read together. Samples are read
 * together with their neighbours, so look up many of one source at a time.
 */
public final class SampleLookup implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<SampleSource> sources;

  private SampleLookup(List<SampleSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** A lookup that finds nothing. */
  public static SampleLookup none() {
    return new SampleLookup(List.of());
  }

  /** Searches checked files; they must be the files that the indexes are from. */
  public static SampleLookup of(SampleFiles files) {
    return new SampleLookup(files.ranges());
  }

  /**
   * Searches the output of {@link WriteSamples} in a folder.
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

  /** Whether this lookup finds nothing. */
  public boolean isEmpty() {
    return sources.isEmpty();
  }

  /** The number of the source that contains a sample, from 0. */
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
     * The sample with an id. If several systems have one with that id, it is the given system's.
     */
    public Optional<Sample> get(String id, Optional<String> system) {
      List<Sample> named = byId.getOrDefault(id, List.of());
      return named.size() == 1
          ? Optional.of(named.get(0))
          : named.stream().filter(sample -> sample.system().equals(system)).findFirst();
    }
  }
}
