package io.seir.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads which model plays which role, in the form described at {@link ModelsConfig#parse}. */
final class ModelsParser {
  private static final int DEFAULT_CONCURRENCY = 64;
  private static final int MAX_CONCURRENCY = 4096;
  private static final Set<String> COMMON = Set.of("provider", "concurrency", "prices");
  private static final Set<String> PRICES = Set.of("promptMillion", "completionMillion", "image");
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ModelsParser() {}

  /**
   * The model of each named role.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  static Map<ModelRole, ModelSpec> parse(String text) {
    return new ModelsParser().roles(tree(text));
  }

  private Map<ModelRole, ModelSpec> roles(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("it must be an object of roles: " + roles());
    }
    EnumMap<ModelRole, ModelSpec> specs = new EnumMap<>(ModelRole.class);
    json.fields()
        .forEachRemaining(f -> specs.put(role(f.getKey()), spec(f.getKey(), f.getValue())));
    return specs;
  }

  private static JsonNode tree(String text) {
    boolean json = text.stripLeading().startsWith("{");
    try {
      return (json ? JSON : YAML).readTree(text);
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      String why = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new IllegalArgumentException(
          "malformed " + (json ? "JSON" : "YAML") + at + ": " + why, e);
    }
  }

  private ModelRole role(String key) {
    return ModelRole.of(key)
        .orElseThrow(
            () -> new IllegalArgumentException("unknown role '" + key + "'; known: " + roles()));
  }

  private static String roles() {
    return String.join(", ", Stream.of(ModelRole.values()).map(ModelRole::key).toList());
  }

  private ModelSpec spec(String role, JsonNode node) {
    if (!node.isObject() || !node.path("provider").isTextual()) {
      throw refuse(role, "must be an object with a provider");
    }
    try {
      ModelProvider provider = ModelsConfig.provider(node.path("provider").textValue());
      SortedMap<String, String> settings = settings(role, node, provider);
      boolean here = provider.isHere();
      ModelSpec spec =
          new ModelSpec(
              provider.name(),
              concurrency(
                  role,
                  node.path("concurrency"),
                  here ? Runtime.getRuntime().availableProcessors() : DEFAULT_CONCURRENCY),
              settings,
              prices(role, node.path("prices"), here));
      provider.check(role(role), spec);
      return spec;
    } catch (Refused e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw refuse(role, String.valueOf(e.getMessage()));
    }
  }

  private int concurrency(String role, JsonNode node, int otherwise) {
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isInt() || node.intValue() < 1 || node.intValue() > MAX_CONCURRENCY) {
      throw refuse(
          role, "concurrency must be a whole number from 1 to " + MAX_CONCURRENCY + ": " + node);
    }
    return node.intValue();
  }

  private SortedMap<String, String> settings(String role, JsonNode node, ModelProvider provider) {
    SortedMap<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : (Iterable<Map.Entry<String, JsonNode>>) node::fields) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (COMMON.contains(name)) {
        continue;
      }
      if (provider.settings().contains(name + ".*") && value.isObject()) {
        value
            .fields()
            .forEachRemaining(
                inner ->
                    settings.put(
                        name + "." + inner.getKey(),
                        text(role, name + "." + inner.getKey(), inner.getValue())));
      } else if (provider.settings().contains(name)) {
        settings.put(name, text(role, name, value));
      } else {
        Set<String> known = new TreeSet<>(provider.settings());
        known.addAll(COMMON);
        throw refuse(
            role,
            name
                + " is not a field of provider "
                + provider.name()
                + "; known: "
                + String.join(", ", known));
      }
    }
    return settings;
  }

  private String text(String role, String name, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw refuse(role, name + " must be a text or a number, not " + value);
    }
    return value.asText();
  }

  private Prices prices(String role, JsonNode node, boolean free) {
    if (node.isMissingNode()) {
      return free ? Prices.FREE : new Prices.Unknown();
    }
    List<String> unknown = new ArrayList<>();
    node.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(PRICES);
    if (!node.isObject() || node.isEmpty() || !unknown.isEmpty()) {
      throw refuse(
          role,
          "prices must be an object of promptMillion and completionMillion (per million tokens) and"
              + " image (per picture), not "
              + node);
    }
    boolean draws = role(role) == ModelRole.IMAGE;
    return new Prices.Known(
        price(role, node, "promptMillion", !draws),
        price(role, node, "completionMillion", !draws),
        price(role, node, "image", draws));
  }

  private BigDecimal price(String role, JsonNode prices, String name, boolean needed) {
    JsonNode price = prices.path(name);
    if (price.isMissingNode() && !needed) {
      return BigDecimal.ZERO;
    }
    if (!price.isNumber() || price.decimalValue().signum() < 0) {
      throw refuse(role, "prices." + name + " must be a number of 0 or more");
    }
    return price.decimalValue();
  }

  private static IllegalArgumentException refuse(String role, String why) {
    return new Refused(role + ": " + why);
  }

  /** A fault whose message already names the role. */
  private static final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }
}
