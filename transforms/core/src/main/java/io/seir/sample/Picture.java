package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes of an encoded picture (PNG, JPEG…). Immutable. */
public final class Picture {
  private static final int WEBP_AT = 8;

  private final byte[] bytes;
  private final String sha256;

  /** A picture with its own copy of the bytes. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Picture(byte[] bytes) {
    this.bytes = bytes.clone();
    try {
      this.sha256 =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(this.bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A copy of the bytes. */
  @JsonValue
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** Of the bytes, lower-case hex. */
  public String sha256() {
    return sha256;
  }

  /** The usual file ending for these bytes, judged by how they begin. */
  public String extension() {
    return switch (mediaType()) {
      case "image/png" -> "png";
      case "image/jpeg" -> "jpg";
      case "image/gif" -> "gif";
      case "image/webp" -> "webp";
      default -> "img";
    };
  }

  /** The media type, judged by how the bytes begin. */
  public String mediaType() {
    if (begins(0, 0xFF, 0xD8, 0xFF)) {
      return "image/jpeg";
    }
    if (begins(0, 'G', 'I', 'F', '8')) {
      return "image/gif";
    }
    if (begins(0, 'R', 'I', 'F', 'F') && begins(WEBP_AT, 'W', 'E', 'B', 'P')) {
      return "image/webp";
    }
    return begins(0, 0x89, 'P', 'N', 'G') ? "image/png" : "application/octet-stream";
  }

  private boolean begins(int at, int... signature) {
    for (int i = 0; i < signature.length; i++) {
      if (at + i >= bytes.length || (bytes[at + i] & 0xFF) != signature[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof Picture picture && picture.sha256.equals(sha256);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }
}
