package io.seir.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What Emu3's preparation of data reads. */
public final class Emu3Format extends JsonFormat {
  @Override
  public String name() {
    return "emu3";
  }

  @Override
  public String about() {
    return "Emu3: one array of name, text (the caption) and image";
  }

  @Override
  boolean isArray() {
    return true;
  }

  @Override
  List<ObjectNode> examples(ExportSample sample, String split, ExportSettings settings)
      throws IOException, LeftOutException {
    List<ObjectNode> examples = new ArrayList<>();
    for (Pairs.Pair pair : Pairs.of(sample)) {
      examples.add(
          JsonCoder.mapper()
              .createObjectNode()
              .put("name", sample.id() + "-t" + pair.turn())
              .put("text", pair.text())
              .put("image", sample.stored(pair.picture())));
    }
    return examples;
  }
}
