package io.seir.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** ms-swift's messages with images; with a rejected answer or a rejected picture added. */
public final class SwiftFormat extends JsonFormat {
  @Override
  public String name() {
    return "swift";
  }

  @Override
  public String about() {
    return "ms-swift: JSON lines of messages with <image>";
  }

  @Override
  public Set<Preferences> preferences() {
    return Set.of(Preferences.NONE, Preferences.TEXT, Preferences.IMAGE);
  }

  @Override
  boolean isArray() {
    return false;
  }

  @Override
  List<ObjectNode> examples(ExportSample sample, String split, ExportSettings settings)
      throws IOException, LeftOutException {
    String token = settings.token(Chat.IMAGE);
    return switch (settings.preferences()) {
      case NONE -> {
        Chat chat = Chat.of(sample, token, settings);
        ObjectNode example = JsonCoder.mapper().createObjectNode();
        example.set("messages", chat.roles());
        chat.putImages(example);
        yield List.of(example);
      }
      case TEXT -> texts(sample, token, settings);
      case IMAGE -> pictures(sample, token, settings);
    };
  }

  private static List<ObjectNode> texts(ExportSample sample, String token, ExportSettings settings)
      throws IOException, LeftOutException {
    List<ObjectNode> examples = new ArrayList<>();
    for (TextPreference pair : TextPreference.of(sample, token, settings)) {
      ObjectNode example = JsonCoder.mapper().createObjectNode();
      ArrayNode messages = pair.before().roles();
      messages.addObject().put("role", "assistant").put("content", pair.chosen());
      example.set("messages", messages);
      example.put("rejected_response", pair.rejected());
      pair.before().putImages(example);
      examples.add(example);
    }
    return examples;
  }

  /** The caption asks, a picture answers. */
  private static List<ObjectNode> pictures(
      ExportSample sample, String token, ExportSettings settings)
      throws IOException, LeftOutException {
    List<ObjectNode> examples = new ArrayList<>();
    for (int turn = 0; turn < sample.turns().size(); turn++) {
      Optional<PicturePair> pair = PicturePair.of(sample, turn, settings);
      if (pair.isPresent()) {
        ObjectNode example = JsonCoder.mapper().createObjectNode();
        ArrayNode messages = example.putArray("messages");
        messages
            .addObject()
            .put("role", "user")
            .put("content", ExportSample.plain(pair.get().caption(), token));
        messages.addObject().put("role", "assistant").put("content", token);
        example.putArray("images").add(sample.stored(pair.get().better()));
        example.putArray("rejected_images").add(sample.stored(pair.get().worse()));
        examples.add(example);
      }
    }
    if (examples.isEmpty()) {
      throw new LeftOutException("no_pair");
    }
    return examples;
  }
}
