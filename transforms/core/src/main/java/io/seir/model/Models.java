package io.seir.model;

import java.util.Map;
import java.util.Optional;

/**
 * The models of a run, ready to be called.
 *
 * @param encoder decides between equally rated rounds; absent if there is none that knows pictures
 *     like those that {@code image} draws
 * @param judgeEncoder the judge's own, for features; absent if it does not know such pictures
 * @param safety says whether a text or a picture is unsafe; absent without a safety model
 * @param imageSafety does so for pictures, instead of {@code safety}
 * @param concurrency elements that a worker handles at once; each endpoint has its own limit in
 *     addition
 * @param identities what determines the replies of each role apart from the request
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

  /** What determines the replies of a role apart from the request. */
  public String identity(ModelRole role) {
    return identities.getOrDefault(role, "");
  }
}
