package io.seir.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seir.dialogue.JsonCoder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * From features (of the fast judge) or from a model judge's own scores to the scores that people
 * give.
 *
 * @param on {@code features} or {@code scores}
 * @param encoder identity of the encoder whose features they are; empty for scores
 * @param truth what it was fitted to: {@code human} or {@code judge}
 * @param items it was fitted to
 * @param inputs names of the features, or of the scale's own score
 * @param scales one model each
 */
public record Calibration(
    String on,
    String encoder,
    String truth,
    int items,
    List<String> inputs,
    Map<JudgeDimension, ScaleModel> scales) {
  /** Features of the fast judge. */
  public static final String FEATURES = "features";

  /** Scores of a model judge; the input of a scale is its own score. */
  public static final String SCORES = "scores";

  public Calibration {
    inputs = List.copyOf(inputs);
    scales = new EnumMap<>(scales);
    if (scales.size() != JudgeDimension.values().length) {
      throw new IllegalArgumentException("a calibration has all four scales, not " + scales);
    }
    for (ScaleModel model : scales.values()) {
      if (model.weights().length != inputs.size()) {
        throw new IllegalArgumentException(
            "a scale has weights of " + model.weights().length + " inputs, not " + inputs.size());
      }
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Calibration parse(String json) {
    try {
      return JsonCoder.mapper().readValue(json, Calibration.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no calibration of ./seir calibrate", e);
    }
  }

  /** What it says of named features. */
  public Map<JudgeDimension, Double> predict(Map<String, Double> features) {
    double[] x = new double[inputs.size()];
    for (int i = 0; i < x.length; i++) {
      Double value = features.get(inputs.get(i));
      if (value == null) {
        throw new IllegalArgumentException("no feature " + inputs.get(i));
      }
      x[i] = value;
    }
    Map<JudgeDimension, Double> scores = new EnumMap<>(JudgeDimension.class);
    scales.forEach((dimension, model) -> scores.put(dimension, model.predict(x)));
    return scores;
  }

  /** What it makes of a judge's own scores. */
  public Map<JudgeDimension, Double> correct(Map<JudgeDimension, Double> scores) {
    Map<JudgeDimension, Double> corrected = new EnumMap<>(JudgeDimension.class);
    scores.forEach(
        (dimension, score) ->
            corrected.put(
                dimension,
                Objects.requireNonNull(scales.get(dimension)).predict(new double[] {score})));
    return corrected;
  }

  /** The largest error to expect of these predictions, in points. */
  public double error(Map<JudgeDimension, Double> predictions) {
    return predictions.entrySet().stream()
        .mapToDouble(p -> Objects.requireNonNull(scales.get(p.getKey())).errorAt(p.getValue()))
        .max()
        .orElse(Double.POSITIVE_INFINITY);
  }
}
