package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A critic's verdict on a draft (METHOD: suggestion). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "decision")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Suggestion.Accept.class, name = "accept"),
  @JsonSubTypes.Type(value = Suggestion.Revise.class, name = "revise")
})
public sealed interface Suggestion {
  /** The draft is good as it is. */
  record Accept() implements Suggestion {}

  /**
   * The draft should change.
   *
   * @param reason what is wrong and what to change
   */
  record Revise(String reason) implements Suggestion {}
}
