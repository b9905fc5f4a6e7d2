package io.seir.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/** Which provider plays which role. Models are opened once a class loader and configuration. */
public final class ModelsConfig implements ModelSource {
  private static final long serialVersionUID = 1;
  private static final Map<Map<ModelRole, ModelSpec>, Models> OPEN = new ConcurrentHashMap<>();

  private final EnumMap<ModelRole, ModelSpec> roles;

  /**
   * @throws IllegalArgumentException if a role has no model
   */
  public ModelsConfig(Map<ModelRole, ModelSpec> roles) {
    this.roles = new EnumMap<>(roles);
    for (ModelRole role : ModelRole.values()) {
      if (!roles.containsKey(role)) {
        throw new IllegalArgumentException("no model for the role " + role);
      }
    }
  }

  /** One provider in every role, with as many conversations at once as there are processors. */
  public static ModelsConfig all(String provider) {
    EnumMap<ModelRole, ModelSpec> roles = new EnumMap<>(ModelRole.class);
    ModelSpec spec = new ModelSpec(provider, Runtime.getRuntime().availableProcessors(), Map.of());
    for (ModelRole role : ModelRole.values()) {
      roles.put(role, spec);
    }
    return new ModelsConfig(roles);
  }

  @Override
  public Models open() {
    return OPEN.computeIfAbsent(roles, ModelsConfig::connect);
  }

  /** The provider of each role, for the run's record. */
  public Map<ModelRole, ModelSpec> roles() {
    return Map.copyOf(roles);
  }

  private static Models connect(Map<ModelRole, ModelSpec> roles) {
    return new Models(
        chat(roles, ModelRole.LANGUAGE),
        chat(roles, ModelRole.VISION),
        Limited.image(
            provider(spec(roles, ModelRole.IMAGE)).image(spec(roles, ModelRole.IMAGE)),
            spec(roles, ModelRole.IMAGE).concurrency()),
        chat(roles, ModelRole.JUDGE),
        provider(spec(roles, ModelRole.ENCODER))
            .encoder(ModelRole.ENCODER, spec(roles, ModelRole.ENCODER)),
        roles.values().stream().mapToInt(ModelSpec::concurrency).max().orElse(1));
  }

  private static ChatModel chat(Map<ModelRole, ModelSpec> roles, ModelRole role) {
    ModelSpec spec = spec(roles, role);
    return Limited.chat(provider(spec).chat(role, spec), spec.concurrency());
  }

  private static ModelSpec spec(Map<ModelRole, ModelSpec> roles, ModelRole role) {
    return Objects.requireNonNull(roles.get(role));
  }

  private static ModelProvider provider(ModelSpec spec) {
    return ServiceLoader.load(ModelProvider.class, ModelsConfig.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(spec.provider()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no model provider '" + spec.provider() + "'"));
  }
}
