package io.seir.judge;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.seir.sample.Verdict;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The calibration of one scale: a linear model, followed by a monotone step if that was better in
 * cross-validation, and how far to trust it.
 *
 * @param monotone maps outputs of the linear model to scores; may be empty
 * @param error cross-validated root mean squared error, in points
 * @param errors the error at the predictions where it was measured separately; may be empty
 */
@JsonIgnoreProperties("method") // follows from the others
public record ScaleModel(LinearModel linear, Curve monotone, double error, Curve errors)
    implements Serializable {
  /** The form in files, with the parts side by side. */
  @JsonCreator
  static ScaleModel read(
      @JsonProperty("lambda") double lambda,
      @JsonProperty("means") double[] means,
      @JsonProperty("deviations") double[] deviations,
      @JsonProperty("weights") double[] weights,
      @JsonProperty("intercept") double intercept,
      @JsonProperty("from") double[] from,
      @JsonProperty("to") double[] to,
      @JsonProperty("error") double error,
      @JsonProperty("at") double[] at,
      @JsonProperty("errors") double[] errors) {
    return new ScaleModel(
        new LinearModel(lambda, means, deviations, weights, intercept),
        new Curve(from, to),
        error,
        new Curve(at, errors));
  }

  @JsonValue
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("method", method());
    json.put("lambda", linear.lambda());
    json.put("means", linear.means());
    json.put("deviations", linear.deviations());
    json.put("weights", linear.weights());
    json.put("intercept", linear.intercept());
    json.put("from", monotone.x());
    json.put("to", monotone.y());
    json.put("error", error);
    json.put("at", errors.x());
    json.put("errors", errors.y());
    return json;
  }

  /** {@code ridge} or {@code ridge+monotone}. */
  public String method() {
    return monotone.isEmpty() ? "ridge" : "ridge+monotone";
  }

  /** Penalty of the ridge, per item. */
  public double penalty() {
    return linear.lambda();
  }

  /** Number of inputs. */
  int inputs() {
    return linear.weights().length;
  }

  /** The score for inputs, 0 to 5; NaN means that an input is absent. */
  public double predict(double[] inputs) {
    double output = linear.of(inputs);
    double score = monotone.isEmpty() ? output : monotone.at(output);
    return Math.max(Verdict.LOWEST, Math.min(Verdict.HIGHEST, score));
  }

  /** The expected error of a prediction, in points. */
  public double errorAt(double prediction) {
    return errors.isEmpty() ? error : errors.at(prediction);
  }
}
