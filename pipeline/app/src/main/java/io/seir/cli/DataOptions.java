package io.seir.cli;

import io.seir.blob.SamplePictures;
import io.seir.pipeline.Condition;
import io.seir.run.RunFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which data a command reads, and which samples of them it uses. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      required = true,
      description =
          "A data set, answers (judged or scored or neither), or any data that ./seir score reads;"
              + " may be given several times.")
  List<Path> paths = new ArrayList<>();

  @Mixin final ImagesOption images = new ImagesOption();

  @Mixin final WhereOption where = new WhereOption();

  /** The condition to meet; null if all samples are used. */
  @Nullable Condition condition() {
    return where.condition();
  }

  /**
   * Judged answers have their pictures where they were judged, unless {@code --images} is given.
   */
  SamplePictures pictures() {
    boolean judged = paths.size() == 1 && Files.exists(paths.get(0).resolve(RunFiles.LEADERBOARD));
    return judged && !images.given()
        ? EarlierPictures.of(paths.get(0), JudgeCommand.ANSWERS)
        : images.pictures();
  }
}
