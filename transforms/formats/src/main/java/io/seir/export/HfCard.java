package io.seir.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;

/** The front matter of a data card, as Hugging Face's hub reads it. */
final class HfCard {
  /** Where the front matter goes; the card below it is written by whoever exports. */
  static final String FILE = ".seir/card.yaml";

  private HfCard() {}

  static void write(ExportFolder folder, JsonNode features) throws IOException {
    ObjectNode card = JsonCoder.mapper().createObjectNode();
    About about = folder.settings().about();
    card.put("pretty_name", about.name());
    if (!about.license().equals(About.NOT_STATED)) {
      card.put("license", about.license());
    }
    ObjectNode info = card.putObject("dataset_info");
    info.put("config_name", "default").set("features", features);
    ArrayNode splits = info.putArray("splits");
    ArrayNode configs = card.putArray("configs");
    ObjectNode config = configs.addObject().put("config_name", "default");
    ArrayNode files = config.putArray("data_files");
    long all = 0;
    for (String split : folder.examples().keySet()) {
      long bytes = 0;
      for (String file : folder.files(split)) {
        bytes += Files.size(folder.root().resolve(file));
      }
      all += bytes;
      splits
          .addObject()
          .put("name", split)
          .put("num_bytes", bytes)
          .put("num_examples", folder.examples().get(split));
      files.addObject().put("split", split).put("path", "data/" + split + "-*");
    }
    info.put("download_size", all).put("dataset_size", all);
    folder.write(FILE, JsonCoder.mapper().writeValueAsString(card) + "\n");
  }
}
