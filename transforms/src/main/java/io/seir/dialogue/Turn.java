package io.seir.dialogue;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A finished turn; what it says and shows are the chosen rounds of its lineage. */
public record Turn(Lineage lineage) {
  @JsonIgnore
  public String question() {
    return lineage.question().result();
  }

  @JsonIgnore
  public String answer() {
    return lineage.answer().result().answer();
  }

  /** The caption of the chosen picture. */
  @JsonIgnore
  public String caption() {
    return lineage.image().result().caption();
  }

  @JsonIgnore
  public ImageRef image() {
    return lineage.image().result().image();
  }
}
