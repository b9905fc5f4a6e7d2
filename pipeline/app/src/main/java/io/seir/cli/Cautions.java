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

/** What users should know about their choice of models before they trust the scores. */
final class Cautions {
  private Cautions() {}

  /** One line per caution; empty if there is nothing to warn about. */
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

  /**
   * Which model plays a role; empty for an embedded model, because the embedded critic and judge
   * differ.
   */
  private static Optional<String> model(ModelsConfig models, ModelRole role) {
    ModelSpec spec = models.roles().get(role);
    if (spec == null || spec.provider().equals(EmbeddedProvider.NAME)) {
      return Optional.empty();
    }
    ModelProvider provider = ModelsConfig.provider(spec.provider());
    return Optional.of(
        spec.setting("model", provider.identity(spec)) + " at " + provider.endpoint(spec));
  }

  /** Prints them to standard error. */
  static void tell(ModelsConfig models) {
    of(models).forEach(caution -> System.err.println("seir: " + caution));
  }

  /**
   * The first file or folder with pictures of a kind that the judge's encoder has never seen, if
   * there is one: the encoder is a stand-in because none was named, and the pictures are from a
   * different model.
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

  /** Rejects such data. */
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

  /** The provider that drew the pictures of a run folder, or of a file in one; otherwise empty. */
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
