package io.seir.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** LLaMA-Factory's messages with images, and its rankings. */
public class LlamaFactoryFormat extends JsonFormat {
  @Override
  public String name() {
    return "llama-factory";
  }

  @Override
  public String about() {
    return "LLaMA-Factory: messages with <image>, dataset_info.json";
  }

  @Override
  public Set<Preferences> preferences() {
    return Set.of(Preferences.NONE, Preferences.TEXT);
  }

  @Override
  boolean isArray() {
    return true;
  }

  /** What stands for a picture unless another was asked for. */
  String token(ExportSettings settings) {
    return settings.token(Chat.IMAGE);
  }

  @Override
  List<ObjectNode> examples(ExportSample sample, String split, ExportSettings settings)
      throws IOException, LeftOutException {
    if (settings.preferences() == Preferences.TEXT) {
      return rankings(sample, settings);
    }
    Chat chat = Chat.of(sample, token(settings), settings);
    ObjectNode example = JsonCoder.mapper().createObjectNode();
    example.set("messages", chat.roles());
    chat.putImages(example);
    return List.of(example);
  }

  private List<ObjectNode> rankings(ExportSample sample, ExportSettings settings)
      throws IOException, LeftOutException {
    List<ObjectNode> examples = new ArrayList<>();
    for (TextPreference pair : TextPreference.of(sample, token(settings), settings)) {
      ObjectNode example = JsonCoder.mapper().createObjectNode();
      example.set("conversations", pair.before().turns());
      example.putObject("chosen").put("from", "gpt").put("value", pair.chosen());
      example.putObject("rejected").put("from", "gpt").put("value", pair.rejected());
      pair.before().putImages(example);
      examples.add(example);
    }
    return examples;
  }

  @Override
  public void finish(ExportFolder folder) throws IOException {
    super.finish(folder);
    boolean ranking = folder.settings().preferences() == Preferences.TEXT;
    ObjectNode info = JsonCoder.mapper().createObjectNode();
    for (String split : folder.examples().keySet()) {
      ObjectNode set = info.putObject("seir_" + split);
      set.put("file_name", split + ending()).put("formatting", "sharegpt");
      if (ranking) {
        set.put("ranking", true);
        set.putObject("columns")
            .put("messages", "conversations")
            .put("chosen", "chosen")
            .put("rejected", "rejected")
            .put("images", "images");
      } else {
        set.putObject("columns").put("messages", "messages").put("images", "images");
        set.putObject("tags")
            .put("role_tag", "role")
            .put("content_tag", "content")
            .put("user_tag", "user")
            .put("assistant_tag", "assistant");
      }
    }
    folder.write("dataset_info.json", info.toPrettyString() + "\n");
  }
}
