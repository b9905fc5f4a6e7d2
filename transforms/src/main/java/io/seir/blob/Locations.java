package io.seir.blob;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import com.google.cloud.storage.contrib.nio.CloudStorageConfiguration;
import com.google.cloud.storage.contrib.nio.CloudStorageFileSystem;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files and folders by name: on this machine, or {@code gs://bucket/folder} through the Cloud
 * Storage client with its retries. Credentials are those of the environment.
 */
public final class Locations {
  private static final String GS = "gs://";

  /** Another endpoint than Google's, such as an emulator: property first, then variable. */
  private static final String ENDPOINT_PROPERTY = "seir.gcs.endpoint";

  private static final String ENDPOINT_VARIABLE = "STORAGE_EMULATOR_HOST";
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Map<String, FileSystem> BUCKETS = new ConcurrentHashMap<>();
  private static final CloudStorageConfiguration CONFIGURATION =
      CloudStorageConfiguration.builder().usePseudoDirectories(true).maxChannelReopens(3).build();

  private Locations() {}

  /**
   * The path of a name.
   *
   * @throws InvalidPathException if it is none
   */
  public static Path path(String name) {
    if (!name.startsWith(GS)) {
      if (name.contains("://")) {
        throw new InvalidPathException(name, "only local paths and gs:// are known");
      }
      return Path.of(name);
    }
    String rest = name.substring(GS.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (!bucket.matches("[a-z0-9][a-z0-9._-]{1,221}")) {
      throw new InvalidPathException(name, "no name of a bucket");
    }
    String object = slash < 0 ? "" : rest.substring(slash);
    return BUCKETS
        .computeIfAbsent(bucket, Locations::bucket)
        .getPath(("/" + object).replaceAll("/+", "/"));
  }

  /** The name of a path, good in every process: absolute, or with its bucket. */
  public static String name(Path path) {
    return isLocal(path)
        ? path.toAbsolutePath().toString()
        : GS
            + ((CloudStorageFileSystem) path.getFileSystem()).bucket()
            + path.toAbsolutePath().normalize();
  }

  /** Whether a path is on this machine. */
  public static boolean isLocal(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault());
  }

  private static FileSystem bucket(String bucket) {
    StorageOptions.Builder options =
        StorageOptions.newBuilder()
            // What is written under a name is always the same, so every call may be made again.
            .setStorageRetryStrategy(StorageRetryStrategy.getUniformStorageRetryStrategy())
            .setRetrySettings(
                StorageOptions.getDefaultRetrySettings().toBuilder()
                    .setInitialRetryDelayDuration(FIRST_WAIT)
                    .build());
    Optional<String> endpoint =
        Optional.ofNullable(System.getProperty(ENDPOINT_PROPERTY))
            .or(() -> Optional.ofNullable(System.getenv(ENDPOINT_VARIABLE)));
    endpoint.ifPresent(
        host ->
            options
                .setHost(host)
                .setProjectId("local")
                .setCredentials(NoCredentials.getInstance()));
    return CloudStorageFileSystem.forBucket(bucket, CONFIGURATION, options.build());
  }
}
