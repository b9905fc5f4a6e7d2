package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.OptionalDouble;

/** What is known about a draft: the critic's view of it, or nothing. */
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
   * @param score the rating after what is taken off, such as for a text that is too long
   */
  record Reviewed(Suggestion suggestion, OptionalDouble rating, OptionalDouble score)
      implements Assessment {}

  /**
   * Nobody has looked: the depth is 0, the last draft wins whatever it is, or the critic refused or
   * could not be read.
   */
  record Unreviewed() implements Assessment {}

  /** What rounds are compared by, if the draft was rated. */
  default OptionalDouble selectionScore() {
    return this instanceof Reviewed r ? r.score() : OptionalDouble.empty();
  }

  /** Whether the critic has accepted the draft. */
  default boolean accepted() {
    return this instanceof Reviewed r && r.suggestion() instanceof Suggestion.Accept;
  }
}
