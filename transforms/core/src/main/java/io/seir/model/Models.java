package io.seir.model;

import java.util.Map;

/**
 * The models of a run, ready to be asked.
 *
 * @param concurrency elements that a worker has in hand at once; each endpoint has its own limit
 *     besides
 * @param identities what decides the replies of each role beside the request
 */
public record Models(
    ChatModel language,
    ChatModel vision,
    ImageModel image,
    ChatModel judge,
    TextImageEncoder encoder,
    TextImageEncoder judgeEncoder,
    int concurrency,
    Map<ModelRole, String> identities) {
  public Models {
    identities = Map.copyOf(identities);
  }

  /** The chat model of a role. */
  public ChatModel chat(ModelRole role) {
    return switch (role) {
      case LANGUAGE -> language;
      case VISION -> vision;
      case JUDGE -> judge;
      case IMAGE, ENCODER, JUDGE_ENCODER ->
          throw new IllegalArgumentException(role + " is no chat model");
    };
  }

  /** What decides the replies of a role beside the request. */
  public String identity(ModelRole role) {
    return identities.getOrDefault(role, "");
  }
}
