package io.seir.prompt;

import io.seir.model.ReplyFormat;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JSON schemas of replies. */
final class ReplyFormats {
  private ReplyFormats() {}

  /** An object of these texts. */
  static ReplyFormat texts(String name, String... fields) {
    return object(
        name,
        Arrays.stream(fields).map(f -> "\"" + f + "\":{\"type\":\"string\"}"),
        Arrays.stream(fields));
  }

  /** A decision, a rating from 0 to 5 and a suggestion. */
  static ReplyFormat review(String name) {
    return object(
        name,
        Stream.of(
            "\"decision\":{\"type\":\"string\",\"enum\":[\"accept\",\"revise\"]}",
            "\"rating\":{\"type\":\"number\",\"minimum\":0,\"maximum\":5}",
            "\"suggestion\":{\"type\":\"string\"}"),
        Stream.of("decision", "rating", "suggestion"));
  }

  /** Four whole scores from 0 to 5. */
  static ReplyFormat scores(String name, String... scales) {
    return object(
        name,
        Arrays.stream(scales)
            .map(s -> "\"" + s + "\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":5}"),
        Arrays.stream(scales));
  }

  private static ReplyFormat object(
      String name, Stream<String> properties, Stream<String> required) {
    return new ReplyFormat(
        name,
        "{\"type\":\"object\",\"properties\":{%s},\"required\":[%s],\"additionalProperties\":false}"
            .formatted(
                properties.collect(Collectors.joining(",")),
                required.map(r -> "\"" + r + "\"").collect(Collectors.joining(","))));
  }
}
