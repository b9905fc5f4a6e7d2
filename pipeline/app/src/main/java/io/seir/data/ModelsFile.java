package io.seir.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ModelProvider;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ModelsConfig;
import io.seir.model.Prices;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which model plays which role: a JSON or YAML object of roles, each an object with {@code
 * provider}, {@code concurrency} (default 64), {@code prices} and the provider's own settings. A
 * role that is left out is played by the embedded models.
 */
public final class ModelsFile {
  private static final int DEFAULT_CONCURRENCY = 64;
  private static final int MOST_CONCURRENCY = 4096;
  private static final Set<String> COMMON = Set.of("provider", "concurrency", "prices");
  private static final Set<String> PRICES = Set.of("promptMillion", "completionMillion", "image");
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String source;

  private ModelsFile(String source) {
    this.source = source;
  }

  /** The models of a user's file; throws {@link InputException} naming the field that is wrong. */
  public static ModelsConfig read(Path file) {
    return new ModelsFile("models file " + file).parse(InputFile.read(file, "models"));
  }

  private ModelsConfig parse(String text) {
    JsonNode json = json(text);
    if (!json.isObject()) {
      throw new InputException(source + " must be an object of roles: " + roles());
    }
    EnumMap<ModelRole, ModelSpec> specs =
        new EnumMap<>(ModelsConfig.all(EmbeddedProvider.NAME).roles());
    json.fields()
        .forEachRemaining(f -> specs.put(role(f.getKey()), spec(f.getKey(), f.getValue())));
    return new ModelsConfig(specs);
  }

  private JsonNode json(String text) {
    if (text.stripLeading().startsWith("{")) {
      return TopicsFile.json(text, source);
    }
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      String why = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new InputException(source + " is malformed YAML" + at + ": " + why);
    }
  }

  private ModelRole role(String key) {
    return ModelRole.of(key)
        .orElseThrow(
            () -> new InputException(source + ": unknown role '" + key + "'; known: " + roles()));
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
      boolean embedded = provider.name().equals(EmbeddedProvider.NAME);
      ModelSpec spec =
          new ModelSpec(
              provider.name(),
              concurrency(
                  role,
                  node.path("concurrency"),
                  embedded ? Runtime.getRuntime().availableProcessors() : DEFAULT_CONCURRENCY),
              settings,
              prices(role, node.path("prices"), embedded));
      provider.check(role(role), spec);
      return spec;
    } catch (IllegalArgumentException e) {
      throw refuse(role, String.valueOf(e.getMessage()));
    }
  }

  private int concurrency(String role, JsonNode node, int otherwise) {
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isInt() || node.intValue() < 1 || node.intValue() > MOST_CONCURRENCY) {
      throw refuse(
          role, "concurrency must be a whole number from 1 to " + MOST_CONCURRENCY + ": " + node);
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
                + " is no field of provider "
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
    List<String> unknown = new java.util.ArrayList<>();
    node.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(PRICES);
    if (!node.isObject() || node.isEmpty() || !unknown.isEmpty()) {
      throw refuse(
          role,
          "prices must be an object of promptMillion, completionMillion (of a million tokens) and"
              + " image (of a picture), not "
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
      throw refuse(role, "prices." + name + " must be a number from 0 on");
    }
    return price.decimalValue();
  }

  private InputException refuse(String role, String why) {
    return new InputException(source + ": " + role + ": " + why);
  }
}
