package io.seir.serve;

import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ModelsConfig;
import io.seir.model.Prices;
import io.seir.model.openai.OpenAiProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Models files and configurations that ask a server. */
public final class Served {
  private static final List<ModelRole> ASKED =
      List.of(ModelRole.LANGUAGE, ModelRole.VISION, ModelRole.IMAGE, ModelRole.JUDGE);

  private Served() {}

  /** The specification of any asked role. */
  public static ModelSpec spec(String baseUrl, int concurrency) {
    TreeMap<String, String> settings = new TreeMap<>();
    settings.put("baseUrl", baseUrl);
    settings.put("model", "embedded");
    return new ModelSpec(OpenAiProvider.NAME, concurrency, settings, new Prices.Unknown());
  }

  /** All roles asked of a server. */
  public static ModelsConfig config(String baseUrl, int concurrency) {
    Map<ModelRole, ModelSpec> roles =
        new EnumMap<>(ModelsConfig.all(EmbeddedProvider.NAME).roles());
    ASKED.forEach(role -> roles.put(role, spec(baseUrl, concurrency)));
    return new ModelsConfig(roles);
  }

  /**
   * A models file with all roles asked of a server.
   *
   * @param more further fields of every role, in YAML, each with a comma before it
   */
  public static Path models(Path file, EmbeddedServer server, String more) throws IOException {
    StringBuilder yaml = new StringBuilder();
    for (ModelRole role : ASKED) {
      yaml.append(role.key())
          .append(": {provider: openai, baseUrl: \"")
          .append(server.baseUrl())
          .append("\", model: ")
          .append(role == ModelRole.JUDGE ? EmbeddedServer.JUDGE : EmbeddedServer.MODEL)
          .append(more)
          .append("}\n");
    }
    yaml.append("encoder: {provider: embedded}\njudgeEncoder: {provider: embedded}\n");
    return Files.writeString(file, yaml);
  }
}
