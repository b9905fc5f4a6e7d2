package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.sun.net.httpserver.HttpServer;
import io.seir.blob.Locations;
import io.seir.run.EventTarget;
import io.seir.run.RunEvents;
import io.seir.run.RunFiles;
import io.seir.run.RunFolder;
import io.seir.sample.JsonCoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The OpenLineage events of runs. Their published schemas are not kept here: {@code .ci/schemas}
 * fetches them, and {@code -Dseir.schemas} names another folder that holds them.
 */
class OpenLineageTest {
  private static final Path SCHEMAS =
      Path.of(
          System.getProperty(
              "seir.schemas",
              Path.of(System.getProperty("basedir", "."), "../../target/schemas").toString()));
  private static final String SPEC = "https://openlineage.io/spec/";

  @TempDir Path folder;

  /** Takes a folder as every command does, and then ends as it is told. */
  @Command(name = "work")
  static final class Work implements Callable<Integer> {
    @Option(names = "--data")
    private List<Path> data = new ArrayList<>();

    @Option(names = "--code")
    private int code;

    @Mixin private final JobOptions run = new JobOptions();

    @Override
    public Integer call() throws Exception {
      try (RunFolder folder = run.claim(new TreeMap<>())) {
        Files.writeString(folder.path().resolve("work-00000.jsonl"), data + "\n");
        if (code > 1) {
          throw new IOException("the disk is gone");
        }
        return code;
      }
    }
  }

  /** Runs the command above, and returns its exit code. */
  private static int work(Path out, String... more) {
    List<String> line = new ArrayList<>(List.of("--data=a.jsonl", "--data=b.jsonl"));
    line.addAll(List.of(more));
    line.add("--out=" + out);
    return Seir.configured(new CommandLine(new Work()))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              System.err.println(Failure.line(e));
              return Failure.usage(e) ? Seir.USAGE : Seir.FAILED;
            })
        .execute(line.toArray(String[]::new));
  }

  private static String complaints(Runnable work) {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(err);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private static List<JsonNode> events(Path file) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      events.add(JsonCoder.mapper().readTree(line));
    }
    return events;
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.path("eventType").asText()).toList();
  }

  @Test
  void aFileGetsTheStartAndTheEndOfEachRun() throws Exception {
    Path out = folder.resolve("out");
    Path file = folder.resolve("new/events.jsonl");
    String to = "--openlineage=" + file;
    assertEquals(0, work(out, to));
    assertEquals(Seir.USAGE, work(out, to));
    assertEquals(List.of("START", "COMPLETE"), types(events(file)), "a run that never began");
    assertEquals(1, work(folder.resolve("none"), to, "--code=1", "--models=embedded"));
    assertEquals(Seir.FAILED, work(folder.resolve("broken"), to, "--code=2"));

    List<JsonNode> events = events(file);
    assertEquals(List.of("START", "COMPLETE", "START", "FAIL", "START", "FAIL"), types(events));
    for (int run = 0; run < events.size(); run += 2) {
      assertEquals(events.get(run).at("/run/runId"), events.get(run + 1).at("/run/runId"));
    }
    assertEquals(3, events.stream().map(e -> e.at("/run/runId")).distinct().count());

    JsonNode end = events.get(1);
    assertEquals("seir", end.at("/job/namespace").asText());
    assertEquals("work-out", end.at("/job/name").asText());
    assertEquals("file", end.at("/inputs/0/namespace").asText());
    assertEquals(Path.of("a.jsonl").toAbsolutePath() + "", end.at("/inputs/0/name").asText());
    assertEquals(out.toString(), end.at("/outputs/0/name").asText());
    for (JsonNode event : events) {
      assertEquals(2, event.path("inputs").size(), "each file once, and no models: " + event);
    }
    assertFalse(events.get(3).path("run").has("facets"), "nothing was thrown");
    assertEquals(
        "IOException: the disk is gone",
        events.get(5).at("/run/facets/errorMessage/message").asText());
  }

  /** A true run, whose lines and number of dialogues are told. */
  @Test
  void aServerGetsThemAndItsFaultsStopNoRun() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean known = exchange.getRequestURI().getPath().equals("/api/v1/lineage");
          if (known) {
            bodies.add(body);
          }
          exchange.sendResponseHeaders(known ? 201 : 404, -1);
          exchange.close();
        });
    server.start();
    try {
      String address = "--openlineage=http://127.0.0.1:" + server.getAddress().getPort();
      Path out = folder.resolve("out");
      String asked = "--samples=1 --turns=1 --depth=0 --no-judge --models=embedded --out=" + out;
      Ended made = Ended.of(("generate " + asked + " " + address).split(" "));
      assertEquals(0, made.code(), made.err());
      String complaints =
          complaints(() -> assertEquals(0, work(folder.resolve("b"), address + "/no")));
      for (String type : List.of("START", "COMPLETE")) {
        assertTrue(
            complaints.contains("the OpenLineage event " + type + " could not be delivered to"),
            complaints);
      }
      assertTrue(complaints.contains("answered 404"), complaints);
      String nobody = "--openlineage=http://127.0.0.1:1";
      assertTrue(
          complaints(() -> assertEquals(0, work(folder.resolve("c"), nobody)))
              .contains("(no connection could be made)"));
    } finally {
      server.stop(0);
    }
    assertEquals(2, bodies.size());
    JsonNode end = JsonCoder.mapper().readTree(bodies.get(1));
    assertEquals("COMPLETE", end.path("eventType").asText());
    assertEquals(0, end.path("inputs").size(), "--models names no data");
    assertEquals(1, end.at("/outputs/0/outputFacets/outputStatistics/rowCount").asInt());
    Map<String, JsonNode> fields = new HashMap<>();
    end.at("/outputs/0/facets/schema/fields").forEach(f -> fields.put(f.path("name").asText(), f));
    assertEquals("string", fields.get("id").path("type").asText());
    assertEquals("array", fields.get("conversations").path("type").asText());
    assertEquals("from", fields.get("conversations").at("/fields/0/name").asText());
  }

  @Test
  void theVariablesOfOtherClientsCount() {
    assertEquals(Optional.empty(), EventTarget.of("", Map.of()));
    Map<String, String> variables =
        Map.of("OPENLINEAGE_URL", "https://lineage:5000", "OPENLINEAGE_API_KEY", "secret");
    EventTarget target = EventTarget.of("", variables).orElseThrow();
    assertEquals("https://lineage:5000/api/v1/lineage", target.toString());
    assertEquals("Bearer secret", ((EventTarget.Server) target).authorization());
    assertEquals(
        "http://other/v2/events", EventTarget.of("http://other/v2/events", variables).get() + "");
    Map<String, String> off = new HashMap<>(variables);
    off.put("OPENLINEAGE_ENDPOINT", "api/v2/events");
    assertEquals(
        "https://lineage:5000/api/v2/events", EventTarget.of("", off).orElseThrow().toString());
    off.put("OPENLINEAGE_DISABLED", "true");
    assertEquals(Optional.empty(), EventTarget.of("", off));
  }

  @Test
  void aWrongTargetIsRejectedBeforeTheFolderIsTaken() {
    for (String wrong : List.of("ftp://there", folder.toString(), "http://[")) {
      Path out = folder.resolve("out");
      String complaints =
          complaints(() -> assertEquals(Seir.USAGE, work(out, "--openlineage=" + wrong)));
      assertTrue(complaints.contains("--openlineage "), complaints);
      assertFalse(Files.exists(out), wrong);
    }
  }

  @Test
  void objectsAreInTheNamespaceOfTheirBucket() {
    RunEvents run =
        new RunEvents(
            UUID.randomUUID(),
            "seir",
            "generate-out",
            "1",
            List.of(),
            Locations.path("gs://bucket/runs/out/"));
    JsonNode event = run.abort();
    assertEquals("gs://bucket", event.at("/outputs/0/namespace").asText());
    assertEquals("runs/out", event.at("/outputs/0/name").asText());
  }

  @Test
  void eventsPassTheirPublishedSchemas() throws Exception {
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(
        out.resolve("dialogues-00000.jsonl"),
        "{\"id\":\"d0\",\"turns\":1,\"conversations\":[{\"from\":\"human\"}],\"flags\":[]}\n");
    Files.writeString(out.resolve(RunFiles.RUN_RECORD), "{\"accepted\":1}");
    RunEvents run =
        new RunEvents(
            UUID.randomUUID(),
            "seir",
            "generate-out",
            "1",
            List.of(folder.resolve("a b.txt")),
            out);
    JsonNode complete = run.complete();
    assertEquals(4, complete.at("/outputs/0/facets/schema/fields").size(), complete.toString());
    assertTrue(complete.at("/outputs/0").has("outputFacets"), complete.toString());
    JsonNode fail = run.fail(Optional.of("the disk is full"));
    assertTrue(fail.path("run").has("facets"), fail.toString());
    for (JsonNode event : List.of(run.start(), complete, fail, run.abort())) {
      assertValid(event);
    }
  }

  /** The event and each facet, by the schema that each of them names. */
  private static void assertValid(JsonNode event) throws IOException {
    JsonSchema schema = schema("OpenLineage", "#/$defs/RunEvent");
    assertEquals(List.of(), List.copyOf(schema.validate(event)), event.toString());
    for (String member : List.of("/eventTime", "/run/runId", "/job/name", "/outputs/0/namespace")) {
      ObjectNode less = event.deepCopy();
      int slash = member.lastIndexOf('/');
      ((ObjectNode) less.at(member.substring(0, slash))).put(member.substring(slash + 1), 1);
      assertFalse(schema.validate(less).isEmpty(), "accepted with a wrong " + member);
    }
    List<ObjectNode> holders = new ArrayList<>();
    for (String at : List.of("/run", "/job", "/outputs/0")) {
      holders.add((ObjectNode) event.at(at));
    }
    for (ObjectNode holder : holders) {
      for (String facets : List.of("facets", "outputFacets")) {
        if (holder.has(facets)) {
          JsonNode one = holder.path(facets);
          String named = one.iterator().next().path("_schemaURL").asText();
          assertTrue(named.startsWith(SPEC + "facets/"), named);
          JsonSchema facet = schema(named.replaceFirst(".*/(\\w+)\\.json$", "$1"), "");
          assertEquals(List.of(), List.copyOf(facet.validate(one)), one.toString());
          assertTrue(
              Files.readString(SCHEMAS.resolve(named.replaceFirst(".*/", "")))
                  .contains("\"$id\": \"" + named + "\""),
              named);
        }
      }
    }
  }

  private static JsonSchema schema(String name, String part) throws IOException {
    Path file = SCHEMAS.resolve(name + ".json");
    if (!Boolean.getBoolean("seir.requireSchemas")) {
      assumeTrue(Files.isRegularFile(file), "no " + file + "; .ci/schemas fetches it");
    }
    Map<String, String> known = new HashMap<>();
    String base = Files.readString(SCHEMAS.resolve("OpenLineage.json"));
    known.put(id(base), base);
    String text = Files.readString(file);
    known.put(id(text), text);
    JsonSchemaFactory factory =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(known)));
    return factory.getSchema(
        SchemaLocation.of(id(text) + part),
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
  }

  private static String id(String schema) throws IOException {
    return JsonCoder.mapper().readTree(schema).path("$id").asText();
  }

  @Test
  void everyCommandThatRunsAPipelineTakesTheOption() {
    assertEquals(
        "ablate answer dedup export generate judge merge neighbours score",
        Seir.configured(new CommandLine(new Seir())).getSubcommands().entrySet().stream()
            .filter(one -> one.getValue().getCommandSpec().findOption("--openlineage") != null)
            .map(Map.Entry::getKey)
            .sorted()
            .collect(Collectors.joining(" ")));
  }
}
