package io.seir.model;

import java.util.List;
import java.util.Set;

/**
 * A source of models, found by {@link java.util.ServiceLoader}. Whatever it returns is shared by
 * all threads of a worker and makes one try a call; retries, and how many calls there are at once,
 * are seen to by the caller.
 */
public interface ModelProvider {
  /** Its name in a models file. */
  String name();

  /** The settings that it knows; {@code headers.*} stands for any inside {@code headers}. */
  Set<String> settings();

  /**
   * Whether a model can play a role, before anything is opened and on a machine that may not be the
   * one that asks it.
   *
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  void check(ModelRole role, ModelSpec spec);

  /** Whether its models run in this process: free of charge, one conversation per processor. */
  default boolean isHere() {
    return false;
  }

  /**
   * Whether its encoders have seen no pictures but those that it draws itself, so that they cannot
   * be trusted with others unless somebody asks for them by name.
   */
  default boolean knowsOnlyItsOwnPictures() {
    return false;
  }

  /** The server behind a model, as messages call it: models of the same share its concurrency. */
  String endpoint(ModelSpec spec);

  /** What decides the replies beside the request: which model it is, with which parameters. */
  String identity(ModelSpec spec);

  /**
   * The models that the server offers now.
   *
   * @throws ModelException if it cannot be reached or refuses
   */
  List<String> offered(ModelSpec spec) throws ModelException;

  /**
   * A model for {@link ModelRole#LANGUAGE}, {@link ModelRole#VISION}, {@link ModelRole#JUDGE} or
   * {@link ModelRole#SAFETY} or {@link ModelRole#IMAGE_SAFETY}. One for safety is sent a text or a
   * picture alone, and replies {@code safe}, or {@code unsafe} and the categories, or the JSON of a
   * moderation.
   */
  ChatModel chat(ModelRole role, ModelSpec spec);

  ImageModel image(ModelSpec spec);

  /** A model for {@link ModelRole#ENCODER} or {@link ModelRole#JUDGE_ENCODER}. */
  TextImageEncoder encoder(ModelRole role, ModelSpec spec);
}
