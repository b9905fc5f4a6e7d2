package io.seir.blob;

import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Pictures in a folder: {@code images/ab/abcdef….png}, named by SHA-256. A picture appears either
 * complete or not at all.
 */
public final class LocalBlobStore implements BlobStore {
  private static final Pattern URI =
      Pattern.compile("images/[0-9a-f]{2}/[0-9a-f]{64}\\.(png|jpg|img)");

  private final Path root;
  private final List<Path> siblings;

  /**
   * @param root the data set's folder
   */
  public LocalBlobStore(Path root) {
    this(root, List.of());
  }

  /**
   * @param siblings data sets with the same journal, from which missing pictures are copied
   */
  public LocalBlobStore(Path root, List<Path> siblings) {
    this.root = root;
    this.siblings = List.copyOf(siblings);
  }

  @Override
  public ImageRef put(Picture picture, int width, int height) throws IOException {
    String sha256 = picture.sha256();
    String uri = "images/" + sha256.substring(0, 2) + "/" + sha256 + "." + picture.extension();
    if (!Files.exists(root.resolve(uri))) {
      AtomicFile.write(root.resolve(uri), picture.bytes());
    }
    return ImageRef.stored(uri, sha256, width, height);
  }

  @Override
  public Picture get(ImageRef ref) throws IOException {
    if (!URI.matcher(ref.uri()).matches()) {
      throw new IOException("not a picture of this store: " + ref.uri());
    }
    Path own = root.resolve(ref.uri());
    if (!Files.exists(own)) {
      for (Path other : siblings) {
        if (Files.exists(other.resolve(ref.uri()))) {
          AtomicFile.write(own, Files.readAllBytes(other.resolve(ref.uri())));
          break;
        }
      }
    }
    Picture picture = new Picture(Files.readAllBytes(own));
    if (ref.sha256().filter(picture.sha256()::equals).isEmpty()) {
      throw new IOException(ref.uri() + " is not the picture that was stored");
    }
    return picture;
  }
}
