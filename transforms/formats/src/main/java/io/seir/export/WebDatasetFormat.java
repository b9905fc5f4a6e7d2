package io.seir.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;

/** WebDataset shards: a turn with its picture is a sample, since readers want equal samples. */
public final class WebDatasetFormat extends TarFormat {
  @Override
  public String name() {
    return "webdataset";
  }

  @Override
  public String about() {
    return "WebDataset: tars, for each picture a .txt (the caption) and a .json";
  }

  @Override
  List<List<Member>> examples(ExportSample sample, ExportSettings settings)
      throws LeftOutException {
    List<List<Member>> examples = new ArrayList<>();
    for (Pairs.Pair pair : Pairs.of(sample)) {
      Turn turn = sample.turns().get(pair.turn());
      String key = key(sample.id()) + "-t" + pair.turn();
      ObjectNode json = JsonCoder.mapper().createObjectNode();
      json.put("id", sample.id()).put("turn", pair.turn());
      sample.sample().topic().map(Topic::text).ifPresent(topic -> json.put("topic", topic));
      turn.question().ifPresent(text -> json.put("question", text));
      turn.answer().ifPresent(text -> json.put("answer", text));
      turn.caption().ifPresent(text -> json.put("caption", text));
      examples.add(
          List.of(
              new Member(key + "." + ExportSample.ending(pair.picture()), pair.picture().bytes()),
              Member.of(key + ".json", json.toString()),
              Member.of(key + ".txt", pair.text())));
    }
    return examples;
  }
}
