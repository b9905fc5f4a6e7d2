package io.seir.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.Locations;
import io.seir.sample.JsonCoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The OpenLineage events of one run: what it reads and writes, that it started and how it ended.
 * Local files are in the namespace {@code file}, objects in that of their bucket, as OpenLineage
 * names them.
 *
 * @param namespace of the job
 * @param job the same name for every run that writes to the same folder
 * @param version of this program
 * @param out the folder of the results
 */
public record RunEvents(
    UUID run, String namespace, String job, String version, List<Path> inputs, Path out) {
  private static final String SPEC = "https://openlineage.io/spec/";
  private static final String EVENT = SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent";
  private static final String STATISTICS = "1-0-2/OutputStatisticsOutputDatasetFacet";

  public RunEvents {
    inputs = List.copyOf(inputs);
  }

  /** The run has started. */
  public ObjectNode start() {
    return event("START");
  }

  /** All went well; the event says what the results look like. */
  public ObjectNode complete() {
    ObjectNode event = event("COMPLETE");
    ObjectNode output = (ObjectNode) event.at("/outputs/0");
    try {
      schema(output);
      rows(output);
    } catch (IOException | RuntimeException e) {
      return event; // the results are there, even if nothing can be said of them
    }
    return event;
  }

  /**
   * The work failed.
   *
   * @param why one line, if there is one
   */
  public ObjectNode fail(Optional<String> why) {
    ObjectNode event = event("FAIL");
    why.ifPresent(
        line ->
            facet(event.withObject("/run"), "facets", "errorMessage", "1-0-1/ErrorMessageRunFacet")
                .put("message", line)
                .put("programmingLanguage", "JAVA"));
    return event;
  }

  /** The user has stopped it. */
  public ObjectNode abort() {
    return event("ABORT");
  }

  private ObjectNode event(String type) {
    ObjectNode event = JsonCoder.mapper().createObjectNode();
    event.put("eventType", type).put("eventTime", Instant.now().toString());
    event.put("producer", producer()).put("schemaURL", EVENT);
    event.putObject("run").put("runId", run.toString());
    ObjectNode of = event.putObject("job").put("namespace", namespace).put("name", job);
    facet(of, "facets", "jobType", "2-0-4/JobTypeJobFacet")
        .put("processingType", "BATCH")
        .put("integration", "SEIR")
        .put("jobType", "COMMAND");
    ArrayNode read = event.putArray("inputs");
    inputs.forEach(input -> read.add(dataSet(input)));
    event.putArray("outputs").add(dataSet(out));
    return event;
  }

  private String producer() {
    return "pkg:maven/io.seir/seir-pipeline@" + version;
  }

  private static ObjectNode dataSet(Path path) {
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    String name = Locations.name(path);
    if (Locations.isLocal(path)) {
      return json.put("namespace", "file").put("name", name);
    }
    URI object = URI.create(name);
    return json.put("namespace", object.getScheme() + "://" + object.getAuthority())
        .put("name", object.getPath().replaceAll("^/|/$", ""));
  }

  private ObjectNode facet(ObjectNode of, String facets, String name, String spec) {
    return of.withObject("/" + facets)
        .withObject("/" + name)
        .put("_producer", producer())
        .put("_schemaURL", SPEC + "facets/" + spec + ".json");
  }

  /** The fields of the first line of the first file of lines. */
  private void schema(ObjectNode output) throws IOException {
    TreeSet<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(out, "*.jsonl")) {
      found.forEach(files::add);
    }
    if (files.isEmpty()) {
      return;
    }
    try (BufferedReader lines = Files.newBufferedReader(files.first())) {
      String line = lines.readLine();
      if (line != null) {
        facet(output, "facets", "schema", "1-2-0/SchemaDatasetFacet")
            .set("fields", fields(JsonCoder.mapper().readTree(line)));
      }
    }
  }

  private static ArrayNode fields(JsonNode of) {
    ArrayNode fields = JsonCoder.mapper().createArrayNode();
    for (Iterator<Map.Entry<String, JsonNode>> all = of.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> one = all.next();
      JsonNode value = one.getValue();
      ObjectNode field = fields.addObject().put("name", one.getKey());
      field.put("type", value.getNodeType().name().toLowerCase(Locale.ROOT));
      JsonNode inner = value.isArray() ? value.path(0) : value;
      if (inner.isObject() && !inner.isEmpty()) {
        field.set("fields", fields(inner));
      }
    }
    return fields;
  }

  private void rows(ObjectNode output) throws IOException {
    Path record = out.resolve(RunFiles.RUN_RECORD);
    if (Files.exists(record)) {
      JsonNode accepted = JsonCoder.mapper().readTree(Files.readString(record)).path("accepted");
      if (accepted.isIntegralNumber()) {
        facet(output, "outputFacets", "outputStatistics", STATISTICS)
            .put("rowCount", accepted.longValue());
      }
    }
  }
}
