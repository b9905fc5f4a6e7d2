package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.model.Prices;
import io.seir.sample.JsonCoder;
import io.seir.sample.ModelUsage;
import io.seir.sample.StageUsage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The cost of a run, in the currency of the user's prices. Unknown costs are left out and their
 * models named; a total with an unknown part is unknown.
 */
record Cost(SortedMap<String, Prices> prices, Tally tally) {
  ObjectNode json() {
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    Optional<BigDecimal> total = cost(tally.usage());
    total.ifPresent(cost -> json.put("total", plain(cost)));
    if (tally.accepted() > 0) {
      BigDecimal accepted = BigDecimal.valueOf(tally.accepted());
      total.ifPresent(
          cost -> json.put("perAccepted", plain(cost.divide(accepted, MathContext.DECIMAL32))));
    }
    ObjectNode stages = json.putObject("stages");
    tally
        .stages()
        .forEach(
            (stage, did) -> cost(did.usage()).ifPresent(cost -> stages.put(stage, plain(cost))));
    ObjectNode models = json.putObject("models");
    SortedSet<String> unknown = new TreeSet<>();
    tally
        .usage()
        .models()
        .forEach(
            (role, used) ->
                cost(role, used)
                    .ifPresentOrElse(
                        cost -> models.put(role, plain(cost)), () -> unknown.add(role)));
    if (!unknown.isEmpty()) {
      json.set("unknown", JsonCoder.mapper().valueToTree(unknown));
    }
    return json;
  }

  private Optional<BigDecimal> cost(StageUsage usage) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, ModelUsage> used : usage.models().entrySet()) {
      Optional<BigDecimal> cost = cost(used.getKey(), used.getValue());
      if (cost.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.add(cost.get());
    }
    return Optional.of(sum);
  }

  private Optional<BigDecimal> cost(String role, ModelUsage used) {
    return prices.getOrDefault(role, new Prices.Unknown()).cost(used);
  }

  /** Without trailing zeros or an exponent. */
  private static BigDecimal plain(BigDecimal cost) {
    BigDecimal stripped = cost.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
