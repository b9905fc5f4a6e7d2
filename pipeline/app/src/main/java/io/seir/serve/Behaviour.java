package io.seir.serve;

import io.seir.sample.Seeds;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How a server behaves.
 *
 * @param latency before every reply
 * @param stored whether all requests of one kind get the same canned reply, which takes no time
 * @param manners how it replies, with the share of requests if there is one
 * @param faults the share of requests that each fault affects
 * @param retryAfter how long rate-limited callers are asked to wait
 * @param faultSeed decides, together with the request and how often it was sent, which fault
 *     affects it
 * @param key what the caller must present; empty for nothing
 * @param freezeAfter number of answers, after which nothing is answered
 */
public record Behaviour(
    Duration latency,
    boolean stored,
    Map<Manner, Double> manners,
    Map<FaultKind, Double> faults,
    Duration retryAfter,
    long faultSeed,
    String key,
    long freezeAfter) {
  /** Without faults or quirks. */
  public static final Behaviour GOOD =
      new Behaviour(Duration.ZERO, false, Map.of(), Map.of(), Duration.ZERO, 1, "", Long.MAX_VALUE);

  public Behaviour {
    faults = Map.copyOf(faults);
    manners = Map.copyOf(manners);
    double sum = faults.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 1 || faults.values().stream().anyMatch(share -> !(share >= 0))) {
      throw new IllegalArgumentException("the shares of all faults together must be from 0 to 1");
    }
  }

  /** The same with faults. */
  public Behaviour with(Map<FaultKind, Double> others) {
    return new Behaviour(latency, stored, manners, others, retryAfter, faultSeed, key, freezeAfter);
  }

  /** The same with different manners. */
  public Behaviour mannered(Map<Manner, Double> others) {
    return new Behaviour(latency, stored, others, faults, retryAfter, faultSeed, key, freezeAfter);
  }

  /** The same with canned replies after this delay. */
  public Behaviour ready(Duration after) {
    return new Behaviour(after, true, manners, faults, retryAfter, faultSeed, key, freezeAfter);
  }

  /** The same with this delay. */
  public Behaviour after(Duration time) {
    return new Behaviour(time, stored, manners, faults, retryAfter, faultSeed, key, freezeAfter);
  }

  /** The same, but silent after this many answers. */
  public Behaviour freezingAfter(long answers) {
    return new Behaviour(latency, stored, manners, faults, retryAfter, faultSeed, key, answers);
  }

  /** The same, but requiring a key. */
  public Behaviour behind(String secret) {
    return new Behaviour(
        latency, stored, manners, faults, retryAfter, faultSeed, secret, freezeAfter);
  }

  /** The fault that affects the n-th sending of a request; independent of all other requests. */
  Optional<FaultKind> fault(String request, int time) {
    double drawn = new SplittableRandom(Seeds.derive(faultSeed, request, time)).nextDouble();
    for (Map.Entry<FaultKind, Double> fault : new TreeMap<>(faults).entrySet()) {
      drawn -= fault.getValue();
      if (drawn < 0) {
        return Optional.of(fault.getKey());
      }
    }
    return Optional.empty();
  }
}
