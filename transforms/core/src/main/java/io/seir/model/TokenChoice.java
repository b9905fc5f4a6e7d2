package io.seir.model;

import java.util.Map;

/**
 * A token of a reply with the natural logarithms of the probabilities that the model gave.
 *
 * @param alternatives the most likely tokens at this position, with their probabilities
 */
public record TokenChoice(String token, double logProbability, Map<String, Double> alternatives) {
  public TokenChoice {
    alternatives = Map.copyOf(alternatives);
  }
}
