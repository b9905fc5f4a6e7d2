package io.seir.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import io.seir.sample.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Hugging Face's ImageFolder: one folder per split, with its pictures and their metadata. */
public final class ImageFolderFormat extends JsonFormat {
  @Override
  public String name() {
    return "imagefolder";
  }

  @Override
  public String about() {
    return "Hugging Face ImageFolder: a folder for each split, with metadata.jsonl";
  }

  @Override
  boolean isArray() {
    return false;
  }

  @Override
  String ending() {
    return "/metadata.jsonl";
  }

  @Override
  List<ObjectNode> examples(ExportSample sample, String split, ExportSettings settings)
      throws IOException, LeftOutException {
    List<ObjectNode> examples = new ArrayList<>();
    for (Pairs.Pair pair : Pairs.of(sample)) {
      Turn turn = sample.turns().get(pair.turn());
      examples.add(
          JsonCoder.mapper()
              .createObjectNode()
              .put("file_name", sample.stored(pair.picture(), split + "/"))
              .put("text", pair.text())
              .put("question", turn.question().orElse(null))
              .put("answer", turn.answer().orElse(null))
              .put("id", sample.id())
              .put("turn", pair.turn()));
    }
    return examples;
  }
}
