package io.seir.model;

import java.io.Serializable;
import java.util.Map;

/**
 * Which model plays a role.
 *
 * @param provider the name of a {@link ModelProvider}
 * @param concurrency calls in flight at once, in one worker
 * @param settings what the provider needs
 */
public record ModelSpec(String provider, int concurrency, Map<String, String> settings)
    implements Serializable {
  public ModelSpec {
    settings = Map.copyOf(settings);
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
    }
  }
}
