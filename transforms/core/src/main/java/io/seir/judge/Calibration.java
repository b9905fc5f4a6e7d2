package io.seir.judge;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.seir.sample.Feature;
import io.seir.sample.Features;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Maps features (for the fast judge) or a model judge's own scores to the scores that people give.
 *
 * @param on {@code features} or {@code scores}
 * @param encoder identity of the encoder that the features are from; empty for scores, and then
 *     absent from files
 * @param truth what it was fitted to: {@code human} or {@code judge}
 * @param items it was fitted to
 * @param inputs names of the features, or of the scale's own score
 * @param absent what represented an absent feature when it was fitted
 * @param scales one model each
 */
public record Calibration(
    String on,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String encoder,
    String truth,
    int items,
    List<String> inputs,
    Absent absent,
    Map<JudgeDimension, ScaleModel> scales)
    implements Serializable {
  /** Features of the fast judge. */
  public static final String FEATURES = "features";

  /** Scores of a model judge; the input of a scale is its own score. */
  public static final String SCORES = "scores";

  /** What represents a feature that does not apply. */
  public enum Absent {
    /** 0, as in files of the first version of the project. */
    @JsonProperty("zero")
    ZERO,
    /** The mean of the items that have the feature. */
    @JsonProperty("mean")
    MEAN
  }

  public Calibration {
    inputs = List.copyOf(inputs);
    scales = new EnumMap<>(scales);
    if (scales.size() != JudgeDimension.values().length) {
      throw new IllegalArgumentException("a calibration has all four scales, not " + scales);
    }
    for (ScaleModel model : scales.values()) {
      if (model.inputs() != inputs.size()) {
        throw new IllegalArgumentException(
            "a scale has weights of " + model.inputs() + " inputs, not " + inputs.size());
      }
    }
  }

  /** The form in files; files of the first version do not say what represented absent features. */
  @JsonCreator
  static Calibration read(
      @JsonProperty("on") String on,
      @JsonProperty("encoder") Optional<String> encoder,
      @JsonProperty("truth") String truth,
      @JsonProperty("items") int items,
      @JsonProperty("inputs") List<String> inputs,
      @JsonProperty("absent") Optional<Absent> absent,
      @JsonProperty("scales") Map<JudgeDimension, ScaleModel> scales) {
    return new Calibration(
        on, encoder.orElse(""), truth, items, inputs, absent.orElse(Absent.ZERO), scales);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if the text is not a calibration
   */
  public static Calibration parse(String json) {
    try {
      return JsonCoder.mapper().readValue(json, Calibration.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "this is not a calibration written by ./seir calibrate", e);
    }
  }

  /** The predicted scores for the features of a turn. */
  public Map<JudgeDimension, Double> predict(Features features) {
    double[] x =
        inputs.stream()
            .mapToDouble(name -> features.get(Feature.of(name).orElseThrow()).orElse(absentValue()))
            .toArray();
    Map<JudgeDimension, Double> scores = new EnumMap<>(JudgeDimension.class);
    scales.forEach((dimension, model) -> scores.put(dimension, model.predict(x)));
    return scores;
  }

  private double absentValue() {
    return absent == Absent.ZERO ? 0 : Double.NaN;
  }

  /** The predicted scores for a judge's own scores. */
  public Map<JudgeDimension, Double> correct(Map<JudgeDimension, Double> scores) {
    Map<JudgeDimension, Double> corrected = new EnumMap<>(JudgeDimension.class);
    scores.forEach(
        (dimension, score) ->
            corrected.put(
                dimension,
                Objects.requireNonNull(scales.get(dimension)).predict(new double[] {score})));
    return corrected;
  }

  /** The largest expected error of these predictions, in points. */
  public double error(Map<JudgeDimension, Double> predictions) {
    return predictions.entrySet().stream()
        .mapToDouble(p -> Objects.requireNonNull(scales.get(p.getKey())).errorAt(p.getValue()))
        .max()
        .orElse(Double.POSITIVE_INFINITY);
  }
}
