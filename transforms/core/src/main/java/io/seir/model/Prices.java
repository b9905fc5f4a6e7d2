package io.seir.model;

import io.seir.sample.ModelUsage;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Optional;

/** What a model costs according to the user; without prices the cost is unknown. */
public sealed interface Prices extends Serializable {
  /** A model that costs nothing. */
  Prices FREE = new Known(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /**
   * In any currency, the same for all models of a run.
   *
   * @param prompt per million prompt tokens
   * @param completion per million completion tokens
   * @param image of a picture
   */
  record Known(BigDecimal prompt, BigDecimal completion, BigDecimal image) implements Prices {
    private static final long serialVersionUID = 1;

    private boolean perToken() {
      return prompt.signum() != 0 || completion.signum() != 0;
    }
  }

  /** The user has not given prices. */
  record Unknown() implements Prices {
    private static final long serialVersionUID = 1;
  }

  /** The cost; empty if there are no prices, or if priced tokens were not counted. */
  default Optional<BigDecimal> cost(ModelUsage usage) {
    if (usage.calls() == 0) {
      return Optional.of(BigDecimal.ZERO);
    }
    if (!(this instanceof Known known) || (usage.uncounted() > 0 && known.perToken())) {
      return Optional.empty();
    }
    BigDecimal tokens =
        known
            .prompt
            .multiply(BigDecimal.valueOf(usage.promptTokens()))
            .add(known.completion.multiply(BigDecimal.valueOf(usage.completionTokens())))
            .movePointLeft(6);
    return Optional.of(tokens.add(known.image.multiply(BigDecimal.valueOf(usage.images()))));
  }
}
