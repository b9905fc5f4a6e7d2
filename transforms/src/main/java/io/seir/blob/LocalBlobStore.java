package io.seir.blob;

import io.seir.dialogue.ImageRef;
import io.seir.model.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Pictures in a folder: {@code images/ab/abcdef….png}, named by SHA-256. A picture appears whole or
 * not at all.
 */
public final class LocalBlobStore implements BlobStore {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Path root;

  /**
   * @param root the data set's folder
   */
  public LocalBlobStore(Path root) {
    this.root = root;
  }

  @Override
  public ImageRef put(Picture picture, int width, int height) throws IOException {
    String uri = uri(picture.sha256());
    Path file = root.resolve(uri);
    if (!Files.exists(file)) {
      Path folder =
          Files.createDirectories(root.resolve("images").resolve(picture.sha256().substring(0, 2)));
      Path part = folder.resolve("." + UUID.randomUUID() + ".part");
      try {
        Files.write(part, picture.bytes());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    }
    return new ImageRef(uri, picture.sha256(), width, height);
  }

  @Override
  public Picture get(ImageRef ref) throws IOException {
    if (!SHA256.matcher(ref.sha256()).matches()) {
      throw new IOException("not a SHA-256: " + ref.sha256());
    }
    Picture picture = new Picture(Files.readAllBytes(root.resolve(uri(ref.sha256()))));
    if (!picture.sha256().equals(ref.sha256())) {
      throw new IOException(ref.uri() + " is not the picture that was stored");
    }
    return picture;
  }

  private static String uri(String sha256) {
    return "images/" + sha256.substring(0, 2) + "/" + sha256 + ".png";
  }
}
