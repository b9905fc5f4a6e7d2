package io.seir.embedded;

import io.seir.embedded.encoder.DualEncoder;
import io.seir.model.ChatModel;
import io.seir.model.ImageModel;
import io.seir.model.ModelProvider;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.TextImageEncoder;
import java.util.List;
import java.util.Set;

/** The embedded models: no network, no GPU, no key. */
public final class EmbeddedProvider implements ModelProvider {
  /** Its name in a models file. */
  public static final String NAME = "embedded";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> settings() {
    return Set.of();
  }

  @Override
  public void check(ModelRole role, ModelSpec spec) {
    if (role.isSafety()) {
      throw new IllegalArgumentException("provider embedded has no safety model");
    }
  }

  @Override
  public boolean isHere() {
    return true;
  }

  @Override
  public boolean knowsOnlyItsOwnPictures() {
    return true;
  }

  @Override
  public String endpoint(ModelSpec spec) {
    return NAME;
  }

  @Override
  public String identity(ModelSpec spec) {
    return NAME;
  }

  @Override
  public List<String> offered(ModelSpec spec) {
    return List.of(NAME);
  }

  @Override
  public ChatModel chat(ModelRole role, ModelSpec spec) {
    return switch (role) {
      case LANGUAGE -> new EmbeddedLanguageModel();
      case VISION -> new EmbeddedVisionModel(DualEncoder.critic());
      case JUDGE -> new EmbeddedJudge(DualEncoder.judge());
      case IMAGE, ENCODER, JUDGE_ENCODER, SAFETY, IMAGE_SAFETY ->
          throw new IllegalArgumentException(role + " is no chat model");
    };
  }

  @Override
  public ImageModel image(ModelSpec spec) {
    return new EmbeddedImageModel();
  }

  @Override
  public TextImageEncoder encoder(ModelRole role, ModelSpec spec) {
    return role == ModelRole.JUDGE_ENCODER ? DualEncoder.judge() : DualEncoder.critic();
  }
}
