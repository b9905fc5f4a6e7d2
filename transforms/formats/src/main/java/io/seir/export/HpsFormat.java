package io.seir.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** HPSv3's comparisons of two pictures for one prompt. */
public final class HpsFormat extends JsonFormat {
  @Override
  public String name() {
    return "hpsv3";
  }

  @Override
  public String about() {
    return "HPSv3: one array of prompt, path1 (the better picture), path2, confidence";
  }

  @Override
  public Set<Preferences> preferences() {
    return Set.of(Preferences.IMAGE);
  }

  @Override
  boolean isArray() {
    return true;
  }

  @Override
  List<ObjectNode> examples(ExportSample sample, String split, ExportSettings settings)
      throws IOException, LeftOutException {
    List<ObjectNode> examples = new ArrayList<>();
    for (int turn = 0; turn < sample.turns().size(); turn++) {
      Optional<PicturePair> pair = PicturePair.of(sample, turn, settings);
      if (pair.isPresent()) {
        examples.add(
            JsonCoder.mapper()
                .createObjectNode()
                .put("prompt", pair.get().caption())
                .put("path1", sample.stored(pair.get().better()))
                .put("path2", sample.stored(pair.get().worse()))
                .put("confidence", 1.0));
      }
    }
    if (examples.isEmpty()) {
      throw new LeftOutException("no_pair");
    }
    return examples;
  }
}
