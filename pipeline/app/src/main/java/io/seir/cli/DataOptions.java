package io.seir.cli;

import io.seir.blob.SamplePictures;
import io.seir.data.InputException;
import io.seir.pipeline.Condition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data a command reads, and which of them it takes. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      required = true,
      description =
          "A data set, judged, scored or other answers, or any data as for ./seir score; may be given"
              + " several times.")
  List<Path> paths = new ArrayList<>();

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Folder that the pictures' names are relative to (default: for each file its own).")
  @Nullable Path images;

  @Option(
      names = "--where",
      paramLabel = "EXPR",
      description =
          "Take only samples for which this holds in every turn, such as 'its>=4 &&"
              + " domain==\"nature\"'.")
  @Nullable String where;

  /** What must hold; null if all are taken. */
  @Nullable Condition condition() {
    try {
      return where == null ? null : new Condition(where);
    } catch (IllegalArgumentException e) {
      throw new InputException("--where: " + e.getMessage());
    }
  }

  SamplePictures pictures() {
    return JobOptions.pictures(images);
  }
}
