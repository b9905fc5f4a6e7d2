package io.seir.model;

import io.seir.sample.Picture;
import java.util.List;

/** One message: text, and pictures that it speaks of. */
public record ChatMessage(Role role, String text, List<Picture> pictures) {
  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER
  }

  public ChatMessage {
    pictures = List.copyOf(pictures);
  }
}
