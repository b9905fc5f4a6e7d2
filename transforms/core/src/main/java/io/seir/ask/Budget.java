package io.seir.ask;

import io.seir.model.EndpointException;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.Prices;
import io.seir.sample.ModelUsage;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much money a run may spend. Calls in flight when it is reached are still paid for. Within one
 * JVM it is exact. Each worker of a cluster has an equal share and counts its own calls against it;
 * a restarted worker gets its full share again.
 */
public sealed interface Budget extends Serializable {
  /** No limit. */
  Budget UNLIMITED = new Unlimited();

  /** No limit. */
  record Unlimited() implements Budget {
    private static final long serialVersionUID = 1;

    @Override
    public void check() {}

    @Override
    public void spend(ModelRole role, ModelUsage usage) {}
  }

  /** A limit. */
  final class Limited implements Budget {
    private static final long serialVersionUID = 1;
    private static final Map<String, BigDecimal> SPENT = new ConcurrentHashMap<>();

    private final String run = UUID.randomUUID().toString();
    private final BigDecimal limit;
    private final BigDecimal before;
    private final TreeMap<ModelRole, Prices> prices;

    /**
     * @param limit in the currency of the prices
     * @param before what the run spent before it was resumed
     * @param prices of every role
     * @param shares number of JVMs that spend it; each may spend an equal share of what is left
     */
    public Limited(BigDecimal limit, BigDecimal before, Map<ModelRole, Prices> prices, int shares) {
      this.limit =
          before.add(
              limit
                  .subtract(before)
                  .max(BigDecimal.ZERO)
                  .divide(BigDecimal.valueOf(shares), MathContext.DECIMAL64));
      this.before = before;
      this.prices = new TreeMap<>(prices);
    }

    @Override
    public void check() throws ModelException {
      if (SPENT.getOrDefault(run, before).compareTo(limit) >= 0) {
        throw ModelException.permanentFault(
            REACHED, "the budget of " + limit.toPlainString() + " is spent");
      }
    }

    @Override
    public void spend(ModelRole role, ModelUsage usage) {
      Optional<BigDecimal> cost = prices.getOrDefault(role, new Prices.Unknown()).cost(usage);
      if (cost.isEmpty()) {
        throw new EndpointException(
            "the cost of a call to the "
                + role.key()
                + " model is unknown (no prices, or its server reports no tokens), so the budget"
                + " cannot be kept; add prices to the models file, or run without --budget");
      }
      SPENT.merge(run, before.add(cost.get()), (now, ignored) -> now.add(cost.get()));
    }
  }

  /** The reason for dialogues that the budget cut off. */
  String REACHED = "budget_reached";

  /** Before a call: throws if nothing is left. */
  void check() throws ModelException;

  /** After a call. */
  void spend(ModelRole role, ModelUsage usage);
}
