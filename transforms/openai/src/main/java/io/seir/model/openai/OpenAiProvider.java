package io.seir.model.openai;

import io.seir.model.ChatModel;
import io.seir.model.ImageModel;
import io.seir.model.ModelException;
import io.seir.model.ModelProvider;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.TextImageEncoder;
import java.util.List;
import java.util.Set;

/**
 * Any OpenAI-compatible server: vLLM, SGLang, hosted APIs. Settings:
 *
 * <ul>
 *   <li>{@code baseUrl} (required) such as {@code http://host:8000/v1}
 *   <li>{@code model} (required), as the server calls it
 *   <li>{@code apiKeyEnv}: name of the environment variable that holds the key (default: no key)
 *   <li>{@code timeoutSeconds} of a whole call (default 120)
 *   <li>{@code retries} of a call after transient faults (default 7), {@code giveUpSeconds} without
 *       any answer before the run stops (default 30)
 *   <li>{@code temperature}, {@code maxTokens} of chat models (default: the server's)
 *   <li>{@code size} of pictures such as {@code 1024x1024} (default: the server's)
 *   <li>{@code structured}: {@code auto} (default: a JSON schema until the server refuses one),
 *       {@code json_schema}, {@code json_object} or {@code none}
 *   <li>{@code dialect} of a safety model: {@code moderation} (default: the endpoint {@code
 *       /moderations}) or {@code guard} (a chat model that replies {@code safe} or {@code unsafe}),
 *       and {@code threshold}, 0 to 1, from which a moderation's score counts (default: what the
 *       server flags)
 *   <li>{@code headers} by name, and {@code headersEnv}: by name the environment variable that
 *       holds the value
 * </ul>
 */
public final class OpenAiProvider implements ModelProvider {
  /** Its name in a models file. */
  public static final String NAME = "openai";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> settings() {
    return OpenAiSettings.KNOWN;
  }

  @Override
  public void check(ModelRole role, ModelSpec spec) {
    if (role == ModelRole.ENCODER || role == ModelRole.JUDGE_ENCODER) {
      throw new IllegalArgumentException("provider openai has no encoders");
    }
    OpenAiSettings.of(spec);
    if (role.isSafety()) {
      isGuard(spec);
      threshold(spec);
    } else if (!spec.setting("dialect", "").isEmpty() || !spec.setting("threshold", "").isEmpty()) {
      throw new IllegalArgumentException(
          "dialect and threshold are only for the roles safety and imageSafety");
    }
  }

  /** Whether a safety model is asked by chat, not at an endpoint of its own. */
  private static boolean isGuard(ModelSpec spec) {
    return switch (spec.setting("dialect", "moderation")) {
      case "moderation" -> false;
      case "guard" -> true;
      default ->
          throw new IllegalArgumentException(
              "dialect must be moderation or guard, not '" + spec.setting("dialect", "") + "'");
    };
  }

  private static double threshold(ModelSpec spec) {
    String text = spec.setting("threshold", "0");
    try {
      double threshold = Double.parseDouble(text);
      if (threshold >= 0 && threshold <= 1) {
        return threshold;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("threshold is not a number: '" + text + "'", e);
    }
    throw new IllegalArgumentException("threshold must be from 0 to 1, not " + text);
  }

  @Override
  public String endpoint(ModelSpec spec) {
    return OpenAiSettings.of(spec).baseUrl();
  }

  @Override
  public String identity(ModelSpec spec) {
    String dialect = spec.setting("dialect", "");
    return OpenAiSettings.of(spec).identity()
        + (dialect.isEmpty() ? "" : " dialect=" + dialect)
        + (threshold(spec) == 0 ? "" : " threshold=" + threshold(spec));
  }

  @Override
  public List<String> offered(ModelSpec spec) throws ModelException {
    return new Connection(OpenAiSettings.of(spec).hurried()).models();
  }

  @Override
  public ChatModel chat(ModelRole role, ModelSpec spec) {
    Connection connection = new Connection(OpenAiSettings.of(spec));
    if (role.isSafety()) {
      return isGuard(spec)
          ? new OpenAiChatModel(connection, OpenAiSettings.Structured.NONE)
          : new OpenAiModerationModel(connection, threshold(spec));
    }
    return new OpenAiChatModel(connection);
  }

  @Override
  public ImageModel image(ModelSpec spec) {
    return new OpenAiImageModel(new Connection(OpenAiSettings.of(spec)));
  }

  @Override
  public TextImageEncoder encoder(ModelRole role, ModelSpec spec) {
    throw new IllegalArgumentException("provider openai has no encoders");
  }
}
