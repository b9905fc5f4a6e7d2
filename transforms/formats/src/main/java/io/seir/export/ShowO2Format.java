package io.seir.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.List;

/** Show-o2's stories: the pictures of a dialogue, at most four, each with its caption. */
public final class ShowO2Format extends JsonFormat {
  private static final int MOST = 4;

  @Override
  public String name() {
    return "showo2";
  }

  @Override
  public String about() {
    return "Show-o2: one array of up to four images and captions, JPEG";
  }

  @Override
  public boolean needsJpeg() {
    return true;
  }

  @Override
  boolean isArray() {
    return true;
  }

  @Override
  List<ObjectNode> examples(ExportSample sample, String split, ExportSettings settings)
      throws IOException, LeftOutException {
    List<Pairs.Pair> pairs = Pairs.of(sample);
    ObjectNode example = JsonCoder.mapper().createObjectNode();
    ArrayNode images = example.putArray("images");
    ArrayNode captions = example.putArray("captions");
    for (Pairs.Pair pair : pairs.subList(0, Math.min(MOST, pairs.size()))) {
      images.add(sample.stored(pair.picture()));
      captions.add(pair.text());
    }
    return List.of(example);
  }
}
