package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a dialogue is about; its domain and category are known if topics came as a hierarchy. */
public final class Topic implements Serializable {
  private static final long serialVersionUID = 1;

  /** Longest text that is accepted as a topic, in characters. */
  public static final int MAX_LENGTH = 200;

  private final @Nullable String domain;
  private final @Nullable String category;
  private final String text;

  private Topic(@Nullable String domain, @Nullable String category, String text) {
    this.domain = domain;
    this.category = category;
    this.text = text;
  }

  @JsonCreator
  static Topic read(
      @JsonProperty("domain") Optional<String> domain,
      @JsonProperty("category") Optional<String> category,
      @JsonProperty("text") String text) {
    return new Topic(domain.orElse(null), category.orElse(null), text);
  }

  /** A topic outside any hierarchy. */
  public static Topic of(String text) {
    return new Topic(null, null, text);
  }

  /** A topic including its place in the hierarchy; a blank name is none. */
  public static Topic of(String domain, String category, String text) {
    return new Topic(domain.isBlank() ? null : domain, category.isBlank() ? null : category, text);
  }

  /** First level of the hierarchy. */
  @JsonGetter
  public Optional<String> domain() {
    return Optional.ofNullable(domain);
  }

  /** Second level of the hierarchy. */
  @JsonGetter
  public Optional<String> category() {
    return Optional.ofNullable(category);
  }

  @JsonGetter
  public String text() {
    return text;
  }

  /** The same place in the hierarchy with a different text. */
  public Topic withText(String other) {
    return new Topic(domain, category, other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Topic topic
        && Objects.equals(topic.domain, domain)
        && Objects.equals(topic.category, category)
        && topic.text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(domain, category, text);
  }

  @Override
  public String toString() {
    return text;
  }
}
