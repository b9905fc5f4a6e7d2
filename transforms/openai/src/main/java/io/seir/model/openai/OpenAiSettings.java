package io.seir.model.openai;

import io.seir.model.ModelSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The settings of {@link OpenAiProvider}, checked. */
record OpenAiSettings(
    String baseUrl,
    String model,
    String keyVariable,
    Duration timeout,
    int concurrency,
    String temperature,
    int maxTokens,
    String size,
    Structured structured,
    SortedMap<String, String> headers,
    SortedMap<String, String> headerVariables) {
  static final Set<String> KNOWN =
      Set.of(
          "baseUrl",
          "model",
          "apiKeyEnv",
          "timeoutSeconds",
          "retries",
          "giveUpSeconds",
          "temperature",
          "maxTokens",
          "size",
          "structured",
          "dialect",
          "threshold",
          "headers.*",
          "headersEnv.*");

  private static final Duration HURRIED = Duration.ofSeconds(8);

  /** How a reply's form is asked of the server. */
  enum Structured {
    AUTO,
    JSON_SCHEMA,
    JSON_OBJECT,
    NONE
  }

  static OpenAiSettings of(ModelSpec spec) {
    spec.number("retries", 1, 0, 100);
    spec.number("giveUpSeconds", 1, 1, 86_400);
    return new OpenAiSettings(
        url(required(spec, "baseUrl")),
        required(spec, "model"),
        variable("apiKeyEnv", spec.setting("apiKeyEnv", "")),
        Duration.ofSeconds(spec.number("timeoutSeconds", 120, 1, 86_400)),
        spec.concurrency(),
        temperature(spec.setting("temperature", "")),
        spec.number("maxTokens", 0, 1, 1 << 20),
        spec.setting("size", ""),
        structured(spec.setting("structured", "auto")),
        inside(spec, "headers."),
        inside(spec, "headersEnv."));
  }

  /** The same with a short time-out, for requests that cost a server nothing. */
  OpenAiSettings hurried() {
    Duration little = timeout.compareTo(HURRIED) < 0 ? timeout : HURRIED;
    return new OpenAiSettings(
        baseUrl,
        model,
        keyVariable,
        little,
        1,
        temperature,
        maxTokens,
        size,
        structured,
        headers,
        headerVariables);
  }

  /** What determines the replies; the server's address does not. */
  String identity() {
    return model
        + (temperature.isEmpty() ? "" : " temperature=" + temperature)
        + (maxTokens == 0 ? "" : " maxTokens=" + maxTokens)
        + (size.isEmpty() ? "" : " size=" + size);
  }

  /** The key; empty if none is configured. */
  Optional<String> key() {
    return keyVariable.isEmpty() ? Optional.empty() : Optional.of(environment(keyVariable));
  }

  /** The value of an environment variable that the settings name. */
  static String environment(String variable) {
    String value = System.getenv(variable);
    if (value == null || value.isBlank()) {
      throw new io.seir.model.EndpointException(
          "the environment variable " + variable + ", named in the models file, is not set");
    }
    String stripped = value.strip();
    if (!stripped.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new io.seir.model.EndpointException(
          "the environment variable "
              + variable
              + " contains a character that is not allowed in a header");
    }
    return stripped;
  }

  private static String required(ModelSpec spec, String name) {
    String value = spec.setting(name, "").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static String url(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (!http || uri.getHost() == null) {
        throw new IllegalArgumentException(
            "baseUrl must be like http://host:8000/v1, not '" + text + "'");
      }
      if (uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
        throw new IllegalArgumentException(
            "baseUrl must not contain a password or a query; use apiKeyEnv or headersEnv");
      }
      return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("baseUrl is not a URL: '" + text + "'", e);
    }
  }

  private static String variable(String name, String variable) {
    if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*|")) {
      throw new IllegalArgumentException(
          name + " must be the name of an environment variable, never a key itself");
    }
    return variable;
  }

  private static String temperature(String text) {
    try {
      if (text.isEmpty() || (Double.parseDouble(text) >= 0 && Double.parseDouble(text) <= 2)) {
        return text;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("temperature is not a number: '" + text + "'", e);
    }
    throw new IllegalArgumentException("temperature must be from 0 to 2, not " + text);
  }

  private static Structured structured(String text) {
    try {
      return Structured.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "structured must be auto, json_schema, json_object or none, not '" + text + "'", e);
    }
  }

  private static SortedMap<String, String> inside(ModelSpec spec, String outer) {
    SortedMap<String, String> found = new TreeMap<>();
    spec.settings()
        .forEach(
            (name, value) -> {
              if (name.startsWith(outer)) {
                if (outer.equals("headersEnv.")) {
                  variable(name, value);
                }
                found.put(name.substring(outer.length()), value);
              }
            });
    return found;
  }
}
