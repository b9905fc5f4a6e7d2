package io.seir.model;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which provider plays which role. Models are opened once a class loader and configuration. */
public final class ModelsConfig implements ModelSource {
  private static final long serialVersionUID = 1;
  private static final Map<Map<ModelRole, ModelSpec>, Models> OPEN = new ConcurrentHashMap<>();

  private final EnumMap<ModelRole, ModelSpec> roles;

  /**
   * @throws IllegalArgumentException if a role has no model, or one that cannot play it
   */
  public ModelsConfig(Map<ModelRole, ModelSpec> roles) {
    this.roles = new EnumMap<>(roles);
    for (ModelRole role : ModelRole.values()) {
      ModelSpec spec = roles.get(role);
      if (spec == null) {
        throw new IllegalArgumentException("no model for the role " + role.key());
      }
      provider(spec.provider()).check(role, spec);
    }
  }

  /** One provider in every role, with as many conversations at once as there are processors. */
  public static ModelsConfig all(String provider) {
    EnumMap<ModelRole, ModelSpec> roles = new EnumMap<>(ModelRole.class);
    ModelSpec spec = ModelSpec.free(provider, Runtime.getRuntime().availableProcessors());
    for (ModelRole role : ModelRole.values()) {
      roles.put(role, spec);
    }
    return new ModelsConfig(roles);
  }

  @Override
  public Models open() {
    return OPEN.computeIfAbsent(roles, ModelsConfig::connect);
  }

  /** The model of each role. */
  public Map<ModelRole, ModelSpec> roles() {
    return Map.copyOf(roles);
  }

  /** What decides the replies of each role beside the request, by the key of the role. */
  public TreeMap<String, String> identities() {
    TreeMap<String, String> identities = new TreeMap<>();
    roles.forEach(
        (role, spec) ->
            identities.put(
                role.key(), spec.provider() + " " + provider(spec.provider()).identity(spec)));
    return identities;
  }

  /** Calls that all endpoints together take at once. */
  public int concurrency() {
    Map<String, Integer> endpoints = new HashMap<>();
    roles.values().forEach(spec -> endpoints.merge(name(spec), spec.concurrency(), Math::max));
    return endpoints.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Models connect(Map<ModelRole, ModelSpec> roles) {
    Map<String, ModelSpec> widest = new HashMap<>();
    roles
        .values()
        .forEach(
            spec ->
                widest.merge(
                    name(spec), spec, (a, b) -> a.concurrency() >= b.concurrency() ? a : b));
    Map<String, Endpoint> endpoints = new HashMap<>();
    widest.forEach(
        (name, spec) ->
            endpoints.put(
                name, new Endpoint(name, spec, () -> provider(spec.provider()).offered(spec))));
    EnumMap<ModelRole, String> identities = new EnumMap<>(ModelRole.class);
    roles.forEach((role, spec) -> identities.put(role, provider(spec.provider()).identity(spec)));
    ModelSpec image = Objects.requireNonNull(roles.get(ModelRole.IMAGE));
    ModelSpec encoder = Objects.requireNonNull(roles.get(ModelRole.ENCODER));
    ModelSpec judgeEncoder = Objects.requireNonNull(roles.get(ModelRole.JUDGE_ENCODER));
    ImageModel painter = provider(image.provider()).image(image);
    Endpoint studio = Objects.requireNonNull(endpoints.get(name(image)));
    return new Models(
        chat(roles, endpoints, ModelRole.LANGUAGE),
        chat(roles, endpoints, ModelRole.VISION),
        request -> studio.call(() -> painter.draw(request)),
        chat(roles, endpoints, ModelRole.JUDGE),
        provider(encoder.provider()).encoder(ModelRole.ENCODER, encoder),
        provider(judgeEncoder.provider()).encoder(ModelRole.JUDGE_ENCODER, judgeEncoder),
        new ModelsConfig(roles).concurrency(),
        identities);
  }

  private static ChatModel chat(
      Map<ModelRole, ModelSpec> roles, Map<String, Endpoint> endpoints, ModelRole role) {
    ModelSpec spec = Objects.requireNonNull(roles.get(role));
    ChatModel model = provider(spec.provider()).chat(role, spec);
    Endpoint endpoint = Objects.requireNonNull(endpoints.get(name(spec)));
    return request -> endpoint.call(() -> model.reply(request));
  }

  private static String name(ModelSpec spec) {
    return provider(spec.provider()).endpoint(spec);
  }

  /**
   * A provider by its name.
   *
   * @throws IllegalArgumentException naming those that there are, if there is none
   */
  public static ModelProvider provider(String name) {
    List<ModelProvider> found =
        ServiceLoader.load(ModelProvider.class, ModelsConfig.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return found.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "provider '"
                        + name
                        + "' is not known; known: "
                        + String.join(", ", found.stream().map(ModelProvider::name).toList())));
  }
}
