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
   * @param rating the critic's own, 0 to 5
   * @param score what rounds are chosen by; higher is better
   */
  record Reviewed(Suggestion suggestion, double rating, double score) implements Assessment {}

  /** Nobody has looked: the depth is 0, or the last draft wins whatever it is. */
  record Unreviewed() implements Assessment {}

  /** The selection score, if the draft was reviewed. */
  default OptionalDouble selectionScore() {
    return this instanceof Reviewed r ? OptionalDouble.of(r.score()) : OptionalDouble.empty();
  }
}
