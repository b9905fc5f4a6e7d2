package io.seir.blob.gcs;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import com.google.cloud.storage.contrib.nio.CloudStorageConfiguration;
import com.google.cloud.storage.contrib.nio.CloudStorageFileSystem;
import io.seir.blob.Storage;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code gs://bucket/folder} through the Cloud Storage client with its retries. Credentials are
 * those of the environment.
 */
public final class CloudStorage implements Storage {
  private static final String SCHEME = "gs";
  private static final String PREFIX = SCHEME + "://";

  /**
   * An endpoint other than Google's, such as an emulator: a system property or an environment
   * variable.
   */
  private static final String ENDPOINT_PROPERTY = "seir.gcs.endpoint";

  private static final String ENDPOINT_VARIABLE = "STORAGE_EMULATOR_HOST";
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Map<String, FileSystem> BUCKETS = new ConcurrentHashMap<>();
  private static final CloudStorageConfiguration CONFIGURATION =
      CloudStorageConfiguration.builder().usePseudoDirectories(true).maxChannelReopens(3).build();

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public Path path(String name) {
    String rest = name.substring(PREFIX.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (!bucket.matches("[a-z0-9][a-z0-9._-]{1,221}")) {
      throw new InvalidPathException(name, "no bucket name");
    }
    String object = slash < 0 ? "" : rest.substring(slash);
    return BUCKETS
        .computeIfAbsent(bucket, CloudStorage::bucket)
        .getPath(("/" + object).replaceAll("/+", "/"));
  }

  @Override
  public String name(Path path) {
    return PREFIX
        + ((CloudStorageFileSystem) path.getFileSystem()).bucket()
        + path.toAbsolutePath().normalize();
  }

  @Override
  public boolean holds(Path path) {
    return path.getFileSystem() instanceof CloudStorageFileSystem;
  }

  @Override
  public Optional<IOException> fault(RuntimeException e) {
    return e instanceof StorageException
        ? Optional.of(new IOException(e.getMessage(), e))
        : Optional.empty();
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
