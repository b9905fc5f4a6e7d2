package io.seir.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.List;

/** LLaVA's conversations, which VILA-U reads, too. */
public final class LlavaFormat extends JsonFormat {
  @Override
  public String name() {
    return "llava";
  }

  @Override
  public String about() {
    return "LLaVA, VILA-U: one array of conversations (mostly with --picture-in user)";
  }

  @Override
  boolean isArray() {
    return true;
  }

  @Override
  List<ObjectNode> examples(ExportSample sample, String split, ExportSettings settings)
      throws IOException, LeftOutException {
    Chat chat = Chat.of(sample, settings.token(Chat.IMAGE), settings);
    ObjectNode example = JsonCoder.mapper().createObjectNode();
    example.put("id", sample.id());
    if (!chat.images().isEmpty()) {
      ArrayNode images = example.putArray("image");
      chat.images().forEach(images::add);
    }
    example.set("conversations", chat.turns());
    return List.of(example);
  }
}
