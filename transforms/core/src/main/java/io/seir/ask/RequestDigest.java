package io.seir.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seir.journal.CallPlace;
import io.seir.model.ChatMessage;
import io.seir.model.ChatRequest;
import io.seir.model.ImageRequest;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a request: pictures enter with their own hash, every part with its length. */
final class RequestDigest {
  /** Half of a SHA-256 makes collisions unlikely enough, and takes half the space. */
  private static final int KEY_BYTES = 16;

  private final MessageDigest digest;

  private RequestDigest() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String of(ChatRequest request) {
    RequestDigest digest = new RequestDigest();
    for (ChatMessage message : request.messages()) {
      digest.add(message.role().name()).add(message.text());
      for (Picture picture : message.pictures()) {
        digest.add(picture.sha256());
      }
    }
    return digest
        .add(request.format().name())
        .add(request.format().schema())
        .add(Long.toString(request.seed()))
        .add(Integer.toString(request.alternatives()))
        .hex(KEY_BYTES);
  }

  static String of(ImageRequest request) {
    return new RequestDigest()
        .add(request.caption())
        .add(Long.toString(request.seed()))
        .hex(KEY_BYTES);
  }

  /** The key of a call in its dialogue's journal. */
  static String key(CallPlace place, String request) {
    try {
      return new RequestDigest()
          .add(JsonCoder.mapper().writeValueAsString(place))
          .add(request)
          .hex(KEY_BYTES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a place is always JSON", e);
    }
  }

  private RequestDigest add(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
    digest.update((byte) ':');
    digest.update(bytes);
    return this;
  }

  private String hex(int bytes) {
    return HexFormat.of().formatHex(digest.digest(), 0, bytes);
  }
}
