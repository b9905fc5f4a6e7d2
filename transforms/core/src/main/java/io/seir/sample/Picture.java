package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bytes of an encoded picture (PNG, JPEG…). Immutable. */
public final class Picture {
  private static final int WEBP_AT = 8;

  private final byte[] bytes;

  /** Made when it is first asked for: it takes as long as reading the file. */
  private volatile @Nullable String sha256;

  /** A picture with its own copy of the bytes. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Picture(byte[] bytes) {
    this.bytes = bytes.clone();
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
    String known = sha256;
    if (known == null) {
      try {
        known = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
      sha256 = known;
    }
    return known;
  }

  /** The same, if somebody has asked for it: not worth making only to look something up. */
  public Optional<String> madeSha256() {
    return Optional.ofNullable(sha256);
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
  public boolean equals(@Nullable Object other) {
    return other instanceof Picture picture && Arrays.equals(picture.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
