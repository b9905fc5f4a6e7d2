package io.seir.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import io.seir.sample.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A line for each picture, with its caption and the texts of its turn. */
public final class PairsFormat extends JsonFormat {
  @Override
  public String name() {
    return "pairs";
  }

  @Override
  public String about() {
    return "JSON lines of picture, caption, question and answer: for scripts of one's own";
  }

  @Override
  boolean isArray() {
    return false;
  }

  @Override
  List<ObjectNode> examples(ExportSample sample, String split, ExportSettings settings)
      throws IOException, LeftOutException {
    List<ObjectNode> examples = new ArrayList<>();
    for (Pairs.Pair pair : Pairs.of(sample)) {
      Turn turn = sample.turns().get(pair.turn());
      ObjectNode example = JsonCoder.mapper().createObjectNode();
      example.put("id", sample.id()).put("turn", pair.turn());
      example.put("image", sample.stored(pair.picture())).put("text", pair.text());
      turn.question().ifPresent(text -> example.put("question", text));
      turn.answer().ifPresent(text -> example.put("answer", text));
      examples.add(example);
    }
    return examples;
  }
}
