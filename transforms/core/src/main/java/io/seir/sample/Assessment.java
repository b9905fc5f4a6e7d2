package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.OptionalDouble;

/** What is known about a draft: the critic's review, or nothing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Assessment.Reviewed.class, name = "reviewed"),
  @JsonSubTypes.Type(value = Assessment.Unreviewed.class, name = "unreviewed")
})
public sealed interface Assessment {
  /**
   * The critic has seen the draft.
   *
   * @param rating the critic's own, 0 to 5; absent if the critic gave none
   * @param score the rating after deductions, for example for an overlong text
   */
  record Reviewed(Suggestion suggestion, OptionalDouble rating, OptionalDouble score)
      implements Assessment {}

  /**
   * The draft was not reviewed: the depth is 0, the last draft is used regardless, or the critic
   * refused or its reply could not be read.
   */
  record Unreviewed() implements Assessment {}

  /** The score by which rounds are compared, if the draft was rated. */
  default OptionalDouble selectionScore() {
    return this instanceof Reviewed r ? r.score() : OptionalDouble.empty();
  }

  /** Whether the critic has accepted the draft. */
  default boolean accepted() {
    return this instanceof Reviewed r && r.suggestion() instanceof Suggestion.Accept;
  }
}
