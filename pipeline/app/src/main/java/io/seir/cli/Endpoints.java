package io.seir.cli;

import io.seir.data.InputException;
import io.seir.data.SampleFiles;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.EndpointException;
import io.seir.model.ModelException;
import io.seir.model.ModelProvider;
import io.seir.model.ModelSpec;
import io.seir.model.ModelsConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The servers that a run will call. */
final class Endpoints {
  private static final int SPARE_BUNDLES = 2;

  private Endpoints() {}

  /**
   * How many bundles to work on at once, on a runner that keeps bundles. With servers, slightly
   * more than fill them, so that while one bundle ends the next takes its places; more are not
   * faster, and give the runner idle threads that spin. Without servers, one per processor.
   */
  static int bundles(ModelsConfig models) {
    int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
    boolean none =
        models.roles().values().stream()
            .allMatch(spec -> spec.provider().equals(EmbeddedProvider.NAME));
    return none
        ? processors
        : Math.max(processors, models.concurrency() / SampleFiles.SAMPLES_IN_RANGE + SPARE_BUNDLES);
  }

  /**
   * Throws {@link InputException} if a server cannot be reached, before a folder is claimed. A
   * server that does not list its models is left to the run, and so is one that does not list a
   * model that is needed, with a warning on standard error.
   */
  static void check(ModelsConfig models) {
    one(models)
        .forEach(
            (endpoint, spec) -> {
              try {
                List<String> offered = ModelsConfig.provider(spec.provider()).offered(spec);
                String unlisted = unlisted(models, endpoint, offered);
                if (!unlisted.isEmpty()) { // some servers know more names than they list
                  System.err.println("seir: " + endpoint + " " + unlisted);
                }
              } catch (ModelException e) {
                if (!e.reason().equals("not_told") && e.kind() != ModelException.Kind.PERMANENT) {
                  throw new InputException(
                      endpoint
                          + " cannot be reached ("
                          + e.getMessage()
                          + "); start the server, or correct baseUrl in the models file");
                }
              } catch (EndpointException e) {
                throw new InputException(String.valueOf(e.getMessage()));
              }
            });
  }

  /** Each endpoint's models as a list, or what is wrong. */
  static Map<String, Object> report(ModelsConfig models) {
    Map<String, Object> report = new LinkedHashMap<>();
    one(models)
        .forEach(
            (endpoint, spec) -> {
              try {
                List<String> offered = ModelsConfig.provider(spec.provider()).offered(spec);
                String unlisted = unlisted(models, endpoint, offered);
                report.put(endpoint, unlisted.isEmpty() ? offered : unlisted);
              } catch (ModelException | EndpointException e) {
                report.put(endpoint, String.valueOf(e.getMessage()));
              }
            });
    return report;
  }

  /** The models of the configuration that an endpoint does not list; empty if it lists them all. */
  private static String unlisted(ModelsConfig models, String endpoint, List<String> offered) {
    TreeSet<String> unlisted = new TreeSet<>();
    models
        .roles()
        .forEach(
            (role, spec) -> {
              String model = spec.setting("model", "");
              boolean here = ModelsConfig.provider(spec.provider()).endpoint(spec).equals(endpoint);
              if (here && !model.isEmpty() && !offered.contains(model)) {
                unlisted.add("'" + model + "' (" + role.key() + ")");
              }
            });
    return unlisted.isEmpty()
        ? ""
        : "does not list " + String.join(", ", unlisted) + "; it lists " + offered;
  }

  private static Map<String, ModelSpec> one(ModelsConfig models) {
    Map<String, ModelSpec> one = new TreeMap<>();
    for (ModelSpec spec : models.roles().values()) {
      ModelProvider provider = ModelsConfig.provider(spec.provider());
      if (!spec.provider().equals(EmbeddedProvider.NAME)) {
        one.putIfAbsent(provider.endpoint(spec), spec);
      }
    }
    return one;
  }
}
