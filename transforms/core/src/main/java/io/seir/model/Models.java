package io.seir.model;

import java.util.Map;
import java.util.Optional;

/**
 * The models of a run, ready to be asked.
 *
 * @param encoder decides between rounds that are rated the same; absent if there is none, or none
 *     that has seen pictures such as those that {@code image} draws
 * @param judgeEncoder the judge's own, for features; absent if it has not seen such pictures
 * @param safety says whether a text or a picture is unsafe; absent if nobody does
 * @param imageSafety says so of pictures, in place of {@code safety}
 * @param concurrency elements that a worker has in hand at once; each endpoint has its own limit
 *     besides
 * @param identities what decides the replies of each role beside the request
 */
public record Models(
    ChatModel language,
    ChatModel vision,
    ImageModel image,
    ChatModel judge,
    Optional<TextImageEncoder> encoder,
    Optional<TextImageEncoder> judgeEncoder,
    Optional<ChatModel> safety,
    Optional<ChatModel> imageSafety,
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
      case SAFETY -> safety.orElseThrow(() -> ModelsConfig.none(role));
      case IMAGE_SAFETY -> imageSafety.orElseThrow(() -> ModelsConfig.none(role));
      case IMAGE, ENCODER, JUDGE_ENCODER ->
          throw new IllegalArgumentException(role + " is no chat model");
    };
  }

  /** What decides the replies of a role beside the request. */
  public String identity(ModelRole role) {
    return identities.getOrDefault(role, "");
  }
}
