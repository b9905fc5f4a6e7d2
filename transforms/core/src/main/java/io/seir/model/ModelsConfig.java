package io.seir.model;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which provider plays which role. Models are opened once per class loader and configuration. */
public final class ModelsConfig implements ModelSource {
  private static final long serialVersionUID = 1;
  private static final Map<List<?>, Models> OPEN = new ConcurrentHashMap<>();

  private final EnumMap<ModelRole, ModelSpec> roles;

  /** The roles whose models are stand-ins because none was named. */
  private final EnumSet<ModelRole> standIns = EnumSet.noneOf(ModelRole.class);

  /**
   * @param roles a missing role has no model; calling it is an error
   * @throws IllegalArgumentException if a role has a model that cannot play it
   */
  public ModelsConfig(Map<ModelRole, ModelSpec> roles) {
    this.roles = new EnumMap<>(ModelRole.class);
    this.roles.putAll(roles);
    this.roles.forEach((role, spec) -> provider(spec.provider()).check(role, spec));
  }

  /**
   * Parses the models in a text: a JSON or YAML object of roles, each an object with {@code
   * provider}, {@code concurrency} (default 64), {@code prices} and the provider's own settings.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static ModelsConfig parse(String text) {
    return new ModelsConfig(ModelsParser.parse(text));
  }

  /**
   * One provider in every role except safety, with as many concurrent conversations as there are
   * processors.
   */
  public static ModelsConfig all(String provider) {
    EnumMap<ModelRole, ModelSpec> roles = new EnumMap<>(ModelRole.class);
    ModelSpec spec = ModelSpec.free(provider, Runtime.getRuntime().availableProcessors());
    for (ModelRole role : ModelRole.values()) {
      if (!role.isSafety()) {
        roles.put(role, spec);
      }
    }
    return new ModelsConfig(roles);
  }

  /** With the models of another configuration as stand-ins for roles that have none here. */
  public ModelsConfig orElse(ModelsConfig others) {
    EnumMap<ModelRole, ModelSpec> both = new EnumMap<>(others.roles);
    both.putAll(roles);
    ModelsConfig complete = new ModelsConfig(both);
    complete.standIns.addAll(others.roles.keySet());
    complete.standIns.removeAll(roles.keySet());
    return complete;
  }

  @Override
  public Models open() {
    return OPEN.computeIfAbsent(List.of(roles, standIns), key -> connect());
  }

  /** Whether a role has a stand-in because no model was named. */
  public boolean standsIn(ModelRole role) {
    return standIns.contains(role);
  }

  /**
   * Whether an encoder may be used on the pictures of this configuration. A stand-in that knows
   * only its own pictures may not, if a different model draws or criticises.
   *
   * @param role {@link ModelRole#ENCODER} or {@link ModelRole#JUDGE_ENCODER}
   */
  public boolean trusts(ModelRole role) {
    ModelSpec encoder = roles.get(role);
    return encoder == null
        || !standsIn(role)
        || !provider(encoder.provider()).knowsOnlyItsOwnPictures()
        || Stream.of(ModelRole.IMAGE, ModelRole.VISION)
            .map(roles::get)
            .allMatch(spec -> spec != null && spec.provider().equals(encoder.provider()));
  }

  /** The model of each role. */
  public Map<ModelRole, ModelSpec> roles() {
    return Map.copyOf(roles);
  }

  /** What determines the replies of each role apart from the request, by the key of the role. */
  public TreeMap<String, String> identities() {
    TreeMap<String, String> identities = new TreeMap<>();
    roles.forEach(
        (role, spec) ->
            identities.put(
                role.key(), spec.provider() + " " + provider(spec.provider()).identity(spec)));
    return identities;
  }

  /** The number of concurrent calls of all endpoints together. */
  public int concurrency() {
    Map<String, Integer> endpoints = new HashMap<>();
    roles.values().forEach(spec -> endpoints.merge(name(spec), spec.concurrency(), Math::max));
    return endpoints.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Models connect() {
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
    return new Models(
        chat(roles, endpoints, ModelRole.LANGUAGE),
        chat(roles, endpoints, ModelRole.VISION),
        image(roles, endpoints),
        chat(roles, endpoints, ModelRole.JUDGE),
        roles.containsKey(ModelRole.ENCODER) ? encoder(ModelRole.ENCODER) : Optional.empty(),
        encoder(ModelRole.JUDGE_ENCODER),
        safety(endpoints, ModelRole.SAFETY),
        safety(endpoints, ModelRole.IMAGE_SAFETY),
        Math.max(1, concurrency()),
        identities);
  }

  private Optional<ChatModel> safety(Map<String, Endpoint> endpoints, ModelRole role) {
    return roles.containsKey(role) ? Optional.of(chat(roles, endpoints, role)) : Optional.empty();
  }

  private static ChatModel chat(
      Map<ModelRole, ModelSpec> roles, Map<String, Endpoint> endpoints, ModelRole role) {
    ModelSpec spec = roles.get(role);
    if (spec == null) {
      return request -> {
        throw none(role);
      };
    }
    ChatModel model = provider(spec.provider()).chat(role, spec);
    Endpoint endpoint = Objects.requireNonNull(endpoints.get(name(spec)));
    return request -> endpoint.call(() -> model.reply(request));
  }

  private static ImageModel image(
      Map<ModelRole, ModelSpec> roles, Map<String, Endpoint> endpoints) {
    ModelSpec spec = roles.get(ModelRole.IMAGE);
    if (spec == null) {
      return request -> {
        throw none(ModelRole.IMAGE);
      };
    }
    ImageModel painter = provider(spec.provider()).image(spec);
    Endpoint studio = Objects.requireNonNull(endpoints.get(name(spec)));
    return request -> studio.call(() -> painter.draw(request));
  }

  private Optional<TextImageEncoder> encoder(ModelRole role) {
    if (!trusts(role)) {
      return Optional.empty();
    }
    ModelSpec spec = roles.get(role);
    return Optional.of(
        spec == null ? new NoEncoder(role) : provider(spec.provider()).encoder(role, spec));
  }

  /** The exception for a required role without a model; stops the run. */
  static EndpointException none(ModelRole role) {
    return new EndpointException(
        "no model plays the role " + role.key() + "; add that role to the models file");
  }

  private static String name(ModelSpec spec) {
    return provider(spec.provider()).endpoint(spec);
  }

  /**
   * A provider by its name.
   *
   * @throws IllegalArgumentException naming the known providers, if there is none
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
