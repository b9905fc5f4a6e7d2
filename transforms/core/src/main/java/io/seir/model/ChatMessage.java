package io.seir.model;

import io.seir.sample.Picture;
import java.util.List;

/** One message: text, and the pictures that belong to it. */
public record ChatMessage(Role role, String text, List<Picture> pictures) {
  /** The speaker. */
  public enum Role {
    SYSTEM,
    USER
  }

  public ChatMessage {
    pictures = List.copyOf(pictures);
  }
}
