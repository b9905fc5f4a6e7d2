package io.seir.model;

import java.util.List;
import java.util.Set;

/**
 * A source of models, found by {@link java.util.ServiceLoader}. Everything it returns is shared by
 * all threads of a worker and makes one attempt per call; retries and the number of concurrent
 * calls are handled by the caller.
 */
public interface ModelProvider {
  /** Its name in a models file. */
  String name();

  /**
   * The settings that it knows; {@code headers.*} stands for any setting inside {@code headers}.
   */
  Set<String> settings();

  /**
   * Checks whether a model can play a role, before anything is opened, possibly on a different
   * machine from the one that will call it.
   *
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  void check(ModelRole role, ModelSpec spec);

  /**
   * Whether its models run in this process, free of charge, with one conversation per processor.
   */
  default boolean isHere() {
    return false;
  }

  /**
   * Whether its encoders have seen only pictures that it draws itself, so that they are not trusted
   * with other pictures unless a user names them explicitly.
   */
  default boolean knowsOnlyItsOwnPictures() {
    return false;
  }

  /**
   * The server behind a model, as named in messages; models on the same server share its
   * concurrency.
   */
  String endpoint(ModelSpec spec);

  /** What determines the replies apart from the request: the model and its parameters. */
  String identity(ModelSpec spec);

  /**
   * The models that the server offers now.
   *
   * @throws ModelException if it cannot be reached or refuses
   */
  List<String> offered(ModelSpec spec) throws ModelException;

  /**
   * A model for {@link ModelRole#LANGUAGE}, {@link ModelRole#VISION}, {@link ModelRole#JUDGE} or
   * {@link ModelRole#SAFETY} or {@link ModelRole#IMAGE_SAFETY}. A safety model is sent a single
   * text or picture, and replies {@code safe}, or {@code unsafe} and the categories, or the JSON of
   * a moderation.
   */
  ChatModel chat(ModelRole role, ModelSpec spec);

  ImageModel image(ModelSpec spec);

  /** A model for {@link ModelRole#ENCODER} or {@link ModelRole#JUDGE_ENCODER}. */
  TextImageEncoder encoder(ModelRole role, ModelSpec spec);
}
