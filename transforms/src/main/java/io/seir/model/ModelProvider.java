package io.seir.model;

/**
 * A source of models, found by {@link java.util.ServiceLoader}. Whatever it returns is shared by
 * all threads of a worker.
 */
public interface ModelProvider {
  /** Its name in a models file. */
  String name();

  /**
   * A model for {@link ModelRole#LANGUAGE}, {@link ModelRole#VISION} or {@link ModelRole#JUDGE}.
   */
  ChatModel chat(ModelRole role, ModelSpec spec);

  ImageModel image(ModelSpec spec);

  /** A model for {@link ModelRole#ENCODER} or {@link ModelRole#JUDGE_ENCODER}. */
  TextImageEncoder encoder(ModelRole role, ModelSpec spec);
}
