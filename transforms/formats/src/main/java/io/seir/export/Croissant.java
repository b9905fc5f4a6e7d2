package io.seir.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is in an export, in MLCommons' vocabulary (Croissant 1.1). */
final class Croissant {
  private static final String CONFORMS = "http://mlcommons.org/croissant/1.1";
  private static final String PARQUET = "application/vnd.apache.parquet";
  private static final int BUFFER = 1 << 16;

  private Croissant() {}

  static void write(ExportFolder folder) throws IOException {
    ObjectNode all = JsonCoder.mapper().createObjectNode();
    ObjectNode context = all.putObject("@context");
    context
        .put("@language", "en")
        .put("@vocab", "https://schema.org/")
        .put("citeAs", "cr:citeAs")
        .put("column", "cr:column")
        .put("conformsTo", "dct:conformsTo")
        .put("cr", "http://mlcommons.org/croissant/")
        .put("dct", "http://purl.org/dc/terms/")
        .put("extract", "cr:extract")
        .put("field", "cr:field")
        .put("fileSet", "cr:fileSet")
        .put("includes", "cr:includes")
        .put("jsonPath", "cr:jsonPath")
        .put("recordSet", "cr:recordSet")
        .put("repeated", "cr:repeated")
        .put("sc", "https://schema.org/")
        .put("source", "cr:source")
        .put("transform", "cr:transform");
    context.putObject("dataType").put("@id", "cr:dataType").put("@type", "@vocab");
    About about = folder.settings().about();
    all.put("@type", "sc:Dataset")
        .put("name", about.name())
        .put(
            "description",
            "Dialogues of questions, answers and pictures, exported by SEIR on Beam.")
        .put("conformsTo", CONFORMS)
        .put("license", about.license())
        .put("url", about.url())
        .put("datePublished", about.date());
    all.putObject("creator").put("@type", "sc:Organization").put("name", about.creator());
    ArrayNode distribution = all.putArray("distribution");
    for (String split : folder.examples().keySet()) {
      for (String file : folder.files(split)) {
        distribution
            .addObject()
            .put("@type", "cr:FileObject")
            .put("@id", file)
            .put("name", file)
            .put("contentUrl", file)
            .put("encodingFormat", PARQUET)
            .put("sha256", digest(folder.root().resolve(file)));
      }
    }
    ObjectNode set =
        distribution
            .addObject()
            .put("@type", "cr:FileSet")
            .put("@id", "parquet")
            .put("name", "parquet")
            .put("encodingFormat", PARQUET)
            .put("includes", "data/*.parquet");
    ArrayNode within = set.putArray("containedIn");
    for (String split : folder.examples().keySet()) {
      folder.files(split).forEach(file -> within.addObject().put("@id", file));
    }
    ObjectNode records = all.putArray("recordSet").addObject();
    records.put("@type", "cr:RecordSet").put("@id", "dialogues").put("name", "dialogues");
    ArrayNode fields = records.putArray("field");
    for (String text : List.of("id", "topic", "domain", "category")) {
      field(fields, text, "sc:Text", text, null);
    }
    field(fields, "role", "sc:Text", "messages", "$[*].role");
    field(fields, "content", "sc:Text", "messages", "$[*].content");
    field(fields, "images", "sc:ImageObject", "images", "$[*].bytes");
    folder.write("croissant.json", all.toPrettyString() + "\n");
  }

  private static void field(
      ArrayNode fields, String name, String type, String column, @Nullable String path) {
    ObjectNode field = fields.addObject();
    field
        .put("@type", "cr:Field")
        .put("@id", "dialogues/" + name)
        .put("name", name)
        .put("dataType", type);
    ObjectNode source = field.putObject("source");
    source.putObject("fileSet").put("@id", "parquet");
    source.putObject("extract").put("column", column);
    if (path != null) {
      field.put("repeated", true);
      source.putObject("transform").put("jsonPath", path);
    }
  }

  private static String digest(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
