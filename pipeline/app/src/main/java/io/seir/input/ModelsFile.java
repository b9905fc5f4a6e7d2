package io.seir.input;

import io.seir.data.InputException;
import io.seir.data.InputFile;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ModelsConfig;
import java.nio.file.Path;

/** A user's models file, in the form of {@link ModelsConfig#parse}. */
public final class ModelsFile {
  private ModelsFile() {}

  /**
   * The models of a file; a role that is left out is played by the embedded models. An {@link
   * InputException} names the field that is wrong.
   */
  public static ModelsConfig read(Path file) {
    try {
      return ModelsConfig.parse(InputFile.read(file, "models"))
          .orElse(ModelsConfig.all(EmbeddedProvider.NAME));
    } catch (IllegalArgumentException e) {
      throw new InputException("models file " + file + ": " + e.getMessage());
    }
  }
}
