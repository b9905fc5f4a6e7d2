package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.data.InputException;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ModelProvider;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ModelsConfig;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person should know about a choice of models before scores are believed. */
final class Cautions {
  private Cautions() {}

  /** One line each; none if all is as it should be. */
  static List<String> of(ModelsConfig models) {
    List<String> cautions = new ArrayList<>();
    if (!models.trusts(ModelRole.ENCODER)) {
      cautions.add(
          "the models file names no encoder, and the embedded one knows only its own pictures:"
              + " pictures are chosen by the critic's rating alone; add the role encoder"
              + " (docs/encoders.md)");
    }
    if (!models.trusts(ModelRole.JUDGE_ENCODER)) {
      cautions.add(
          "the models file names no judgeEncoder: features that need an encoder are left out; add"
              + " the role judgeEncoder (docs/encoders.md)");
    }
    Optional<String> critic = model(models, ModelRole.VISION);
    if (critic.isPresent() && critic.equals(model(models, ModelRole.JUDGE))) {
      cautions.add(
          "critic and judge are the same model ("
              + critic.get()
              + "), so the scores favour what it likes itself; choose a different model as judge");
    }
    return cautions;
  }

  /** Which model plays a role, unless it is an embedded one: of those critic and judge differ. */
  private static Optional<String> model(ModelsConfig models, ModelRole role) {
    ModelSpec spec = models.roles().get(role);
    if (spec == null || spec.provider().equals(EmbeddedProvider.NAME)) {
      return Optional.empty();
    }
    ModelProvider provider = ModelsConfig.provider(spec.provider());
    return Optional.of(
        spec.setting("model", provider.identity(spec)) + " at " + provider.endpoint(spec));
  }

  /** Says them on standard error. */
  static void tell(ModelsConfig models) {
    of(models).forEach(caution -> System.err.println("seir: " + caution));
  }

  /**
   * The file or folder whose pictures the judge's encoder has never seen the like of, if there is
   * one: an encoder that stands in because nobody has named one, and pictures that it did not draw.
   */
  static Optional<Path> foreign(ModelsConfig models, List<Path> data) {
    ModelSpec encoder = models.roles().get(ModelRole.JUDGE_ENCODER);
    if (encoder == null
        || !models.standsIn(ModelRole.JUDGE_ENCODER)
        || !ModelsConfig.provider(encoder.provider()).knowsOnlyItsOwnPictures()) {
      return Optional.empty();
    }
    return data.stream().filter(path -> !drawnBy(path).equals(encoder.provider())).findFirst();
  }

  /** Refuses such data. */
  static void checkEncoder(ModelsConfig models, String option, List<Path> data) {
    foreign(models, data)
        .ifPresent(
            path -> {
              throw new InputException(
                  option
                      + " "
                      + path
                      + ": the embedded encoder knows only pictures of the embedded models, and"
                      + " these may not be theirs; name a judgeEncoder in --models FILE"
                      + " (docs/encoders.md), or give --models embedded to use the embedded one"
                      + " anyway");
            });
  }

  /** The provider that drew the pictures of a run's folder, or of a file in one; else empty. */
  private static String drawnBy(Path data) {
    Path folder = Files.isDirectory(data) ? data : data.toAbsolutePath().resolveSibling("");
    for (String record : List.of(RunFiles.RUN_RECORD, RunFiles.ANSWERS)) {
      Path file = folder.resolve(record);
      if (Files.isRegularFile(file)) {
        try {
          JsonNode run = JsonCoder.mapper().readTree(Files.readString(file));
          return run.path("models").path(ModelRole.IMAGE.key()).path("provider").asText("");
        } catch (IOException e) {
          return "";
        }
      }
    }
    return "";
  }
}
