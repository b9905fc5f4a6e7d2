package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The features of a turn that apply to it, rounded to {@value #DECIMALS} decimals; the others are
 * absent.
 */
public final class Features {
  /** Engines agree to this precision. */
  public static final int DECIMALS = 4;

  private static final double SCALE = Math.pow(10, DECIMALS);

  private final EnumMap<Feature, Double> values = new EnumMap<>(Feature.class);

  private Features() {}

  /** Features with these values, which are rounded. */
  public static Features of(Map<Feature, Double> values) {
    Features features = new Features();
    values.forEach((feature, value) -> features.values.put(feature, rounded(value)));
    return features;
  }

  /** Rounded to the precision to which engines agree. */
  public static double rounded(double value) {
    return Math.round(value * SCALE) / SCALE;
  }

  /** Features as in files: numbers by name; unknown names and non-numbers are ignored. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Features parse(JsonNode object) {
    Features features = new Features();
    for (Feature feature : Feature.values()) {
      if (object.path(feature.key()).isNumber()) {
        features.values.put(feature, object.path(feature.key()).doubleValue());
      }
    }
    return features;
  }

  /** The value of a feature, if it applies. */
  public OptionalDouble get(Feature feature) {
    Double value = values.get(feature);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The form in files, in the order of {@link Feature}. */
  @JsonValue
  public ObjectNode json() {
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    values.forEach((feature, value) -> json.put(feature.key(), value));
    return json;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Features features && features.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
