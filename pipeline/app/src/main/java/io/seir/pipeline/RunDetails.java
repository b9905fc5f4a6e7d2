package io.seir.pipeline;

import io.seir.model.ModelRole;
import io.seir.model.Prices;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code run.json} says in addition to the counts.
 *
 * @param prices of each role, by its key
 * @param about options, models, versions…
 */
public record RunDetails(SortedMap<String, Prices> prices, TreeMap<String, Object> about)
    implements Serializable {
  /** Whether a safety model checks topics and texts. */
  public boolean checksTexts() {
    return prices.containsKey(ModelRole.SAFETY.key());
  }

  /** Whether a safety model checks pictures. */
  public boolean checksPictures() {
    return checksTexts() || prices.containsKey(ModelRole.IMAGE_SAFETY.key());
  }
}
