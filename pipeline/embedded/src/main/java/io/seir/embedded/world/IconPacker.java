package io.seir.embedded.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Build step: takes the icons of the vocabulary out of the full icon sets, so that the jar carries
 * hundreds of kilobytes and not tens of megabytes. Arguments: the folder with the sets as Iconify
 * JSON, the folder to write {@code SET.json.gz} to.
 */
public final class IconPacker {
  private IconPacker() {}

  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0]);
    Path to = Files.createDirectories(Path.of(args[1]));
    for (IconSet set : IconSet.values()) {
      pack(from.resolve(set.id() + ".json"), to.resolve(set.id() + ".json.gz"));
    }
  }

  private static void pack(Path source, Path packed) throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode set = json.readTree(source.toFile());
    double width = set.path("width").asDouble(16);
    double height = set.path("height").asDouble(16);
    ObjectNode out = json.createObjectNode();
    for (Concept concept : Vocabulary.shipped().concepts()) {
      JsonNode icon = set.path("icons").path(concept.icon());
      if (icon.isMissingNode()) {
        throw new IllegalStateException(source + " has no icon '" + concept.icon() + "'");
      }
      out.put(
          concept.icon(),
          "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"%s %s %s %s\">%s</svg>"
              .formatted(
                  icon.path("left").asDouble(0),
                  icon.path("top").asDouble(0),
                  icon.path("width").asDouble(width),
                  icon.path("height").asDouble(height),
                  icon.path("body").asText()));
    }
    try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(packed))) {
      json.writeValue(file, out);
    }
  }
}
