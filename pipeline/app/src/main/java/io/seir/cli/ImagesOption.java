package io.seir.cli;

import io.seir.blob.SamplePictures;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the pictures of the data are. */
final class ImagesOption {
  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Folder that the pictures' names are relative to (default: for each file its own).")
  private @Nullable Path folder;

  boolean given() {
    return folder != null;
  }

  SamplePictures pictures() {
    return JobOptions.pictures(folder);
  }

  /** The folder, for the fingerprint of a run. */
  @Override
  public String toString() {
    return String.valueOf(folder);
  }
}
