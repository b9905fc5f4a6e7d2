package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The model use of a stage of a turn, by role. */
public final class StageUsage implements Serializable {
  private static final long serialVersionUID = 1;
  public static final StageUsage NONE = new StageUsage(new TreeMap<>());

  private final TreeMap<String, ModelUsage> models;

  /**
   * @param models by the key of the role
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public StageUsage(SortedMap<String, ModelUsage> models) {
    this.models = new TreeMap<>(models);
  }

  /** Model use by the key of the role. */
  @JsonValue
  public SortedMap<String, ModelUsage> models() {
    return Collections.unmodifiableSortedMap(models);
  }

  /** With more use of one model. */
  public StageUsage plus(String role, ModelUsage more) {
    StageUsage sum = new StageUsage(models);
    sum.models.merge(role, more, ModelUsage::plus);
    return sum;
  }

  /** Both together. */
  public StageUsage plus(StageUsage other) {
    StageUsage sum = new StageUsage(models);
    other.models.forEach((role, more) -> sum.models.merge(role, more, ModelUsage::plus));
    return sum;
  }

  /** Over all models. */
  public ModelUsage total() {
    return models.values().stream().reduce(ModelUsage.NONE, ModelUsage::plus);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StageUsage usage && usage.models.equals(models);
  }

  @Override
  public int hashCode() {
    return models.hashCode();
  }

  @Override
  public String toString() {
    return models.toString();
  }
}
