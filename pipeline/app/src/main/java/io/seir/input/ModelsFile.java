package io.seir.input;

import io.seir.data.InputException;
import io.seir.data.InputFile;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ModelsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A user's models file, in the form of {@link ModelsConfig#parse}. */
public final class ModelsFile {
  private ModelsFile() {}

  /** The embedded models, standing in for every role without a model. */
  public static ModelsConfig none() {
    return new ModelsConfig(Map.of()).orElse(ModelsConfig.all(EmbeddedProvider.NAME));
  }

  /**
   * The models of a file; the embedded models stand in for the roles that are left out. The word
   * {@code embedded}, if there is no such file, names them for all roles. An {@link InputException}
   * names the field that is wrong.
   */
  public static ModelsConfig read(Path file) {
    if (file.equals(Path.of(EmbeddedProvider.NAME)) && Files.notExists(file)) {
      return ModelsConfig.all(EmbeddedProvider.NAME);
    }
    try {
      return ModelsConfig.parse(InputFile.read(file, "models")).orElse(none());
    } catch (IllegalArgumentException e) {
      throw new InputException("models file " + file + ": " + e.getMessage());
    }
  }
}
