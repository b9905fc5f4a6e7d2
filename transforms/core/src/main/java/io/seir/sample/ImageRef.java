package io.seir.sample;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a picture is.
 *
 * @param uri its name, relative to the folder of the data; names are untrusted and never lead out
 *     of it
 * @param sha256 of its bytes, lower-case hex, if it was stored by content
 * @param width in pixels, if known
 * @param height in pixels, if known
 * @param bytes the picture itself, if a container such as a tar or a table contains it
 */
public record ImageRef(
    String uri,
    Optional<String> sha256,
    OptionalInt width,
    OptionalInt height,
    Optional<Picture> bytes) {
  /** A picture of which only the name is known. */
  public static ImageRef named(String uri) {
    return new ImageRef(
        uri, Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
  }

  /** A picture that is stored under a name. */
  public static ImageRef stored(String uri, String sha256, int width, int height) {
    return new ImageRef(
        uri, Optional.of(sha256), OptionalInt.of(width), OptionalInt.of(height), Optional.empty());
  }

  /** The same with the picture itself. */
  public ImageRef with(Picture picture) {
    return new ImageRef(uri, sha256, width, height, Optional.of(picture));
  }

  /** The same without the picture itself. */
  public ImageRef withoutBytes() {
    return bytes.isEmpty() ? this : new ImageRef(uri, sha256, width, height, Optional.empty());
  }
}
