package io.seir.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.seir.model.ModelException;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Serves the embedded models over the OpenAI protocol on loopback: {@code /v1/models}, {@code
 * /v1/chat/completions}, {@code /v1/images/generations} and {@code /v1/moderations}; {@code /stats}
 * says what was asked.
 */
public final class EmbeddedServer implements AutoCloseable {
  /** The name of the model for all roles except the judge. */
  public static final String MODEL = "embedded";

  /** The name of the judge, which has its own encoder. */
  public static final String JUDGE = "judge-embedded";

  private static final int BACKLOG = 1024;
  private static final int MAX_REQUEST = 64 << 20;

  static {
    // Without it every reply on a kept connection waits for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Behaviour behaviour;
  private final EmbeddedReplies replies;
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "seir-serve");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> served = new ConcurrentHashMap<>();
  private final AtomicLong faults = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();

  private EmbeddedServer(int port, Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.replies = new EmbeddedReplies(behaviour.stored(), new Mannered(behaviour.manners()));
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/v1/models", this::models);
    server.createContext("/v1/chat/completions", e -> answer(e, replies::chat));
    server.createContext("/v1/images/generations", e -> answer(e, replies::image));
    server.createContext("/v1/moderations", e -> answer(e, replies::moderation));
    server.createContext("/stats", this::stats);
  }

  /**
   * Starts serving.
   *
   * @param port 0 for any free one
   */
  public static EmbeddedServer start(int port, Behaviour behaviour) throws IOException {
    EmbeddedServer started = new EmbeddedServer(port, behaviour);
    started.server.start();
    return started;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** For a models file. */
  public String baseUrl() {
    return "http://127.0.0.1:" + port() + "/v1";
  }

  /** How often each call was answered in full, by form and seed. */
  public Map<String, Integer> served() {
    Map<String, Integer> counts = new ConcurrentHashMap<>();
    served.forEach((call, count) -> counts.put(call, count.get()));
    return counts;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private interface Reply {
    byte[] to(JsonNode request) throws ModelException;
  }

  private void answer(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) { // closed after what is caught was told
      try {
        reply(exchange, reply);
      } catch (ModelException e) {
        send(exchange, 400, error(String.valueOf(e.getMessage()), e.reason()));
      } catch (IllegalArgumentException | JsonProcessingException e) {
        send(exchange, 400, error(String.valueOf(e.getMessage()), "bad_request"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the server ends
      }
    }
  }

  private void reply(HttpExchange exchange, Reply reply)
      throws IOException, InterruptedException, ModelException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST);
    if (!allowed(exchange)) {
      send(exchange, 401, wrongKey(exchange));
      return;
    }
    freeze();
    TimeUnit.NANOSECONDS.sleep(behaviour.latency().toNanos());
    JsonNode request = JsonCoder.mapper().readTree(body);
    Optional<FaultKind> fault = fault(body);
    if (fault.isPresent()) {
      faults.incrementAndGet();
      boolean draws = exchange.getRequestURI().getPath().contains("images");
      new FaultyReply(exchange, behaviour, draws).send(fault.get(), () -> reply.to(request));
      return;
    }
    send(exchange, 200, reply.to(request));
    served.computeIfAbsent(call(request), k -> new AtomicInteger()).incrementAndGet();
  }

  /** What distinguishes a call from all others of a run: its format and its seed. */
  private static String call(JsonNode request) {
    String form =
        request
            .path("response_format")
            .path("json_schema")
            .path("name")
            .asText(request.has("messages") ? "chat" : "draw");
    return form + " " + request.path("seed").asLong();
  }

  private boolean allowed(HttpExchange exchange) {
    return behaviour.key().isEmpty()
        || ("Bearer " + behaviour.key())
            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  /**
   * Hosted servers repeat the key they were given, and so does this one, because callers must cope
   * with it.
   */
  private static byte[] wrongKey(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return error("Incorrect API key provided: " + given, "invalid_api_key");
  }

  private Optional<FaultKind> fault(byte[] body) {
    if (behaviour.faults().isEmpty()) {
      return Optional.empty();
    }
    try {
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
      int time = requests.computeIfAbsent(hash, k -> new AtomicInteger()).getAndIncrement();
      return behaviour.fault(hash, time);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void freeze() throws InterruptedIOException {
    if (answers.getAndIncrement() >= behaviour.freezeAfter()) {
      try {
        TimeUnit.DAYS.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the server ends");
      }
    }
  }

  private void models(HttpExchange exchange) throws IOException {
    try (exchange) {
      freeze();
      if (!allowed(exchange)) {
        send(exchange, 401, wrongKey(exchange));
        return;
      }
      ObjectNode body = JsonCoder.mapper().createObjectNode().put("object", "list");
      for (String name : List.of(MODEL, JUDGE)) {
        body.withArray("data")
            .addObject()
            .put("id", name)
            .put("object", "model")
            .put("created", 0)
            .put("owned_by", "seir");
      }
      send(exchange, 200, EmbeddedReplies.bytes(body));
    }
  }

  private void stats(HttpExchange exchange) throws IOException {
    try (exchange) {
      ObjectNode body = JsonCoder.mapper().createObjectNode();
      body.put("answered", served.values().stream().mapToLong(AtomicInteger::get).sum());
      body.put("faults", faults.get());
      ObjectNode calls = body.putObject("calls");
      served.forEach((call, count) -> calls.put(call, count.get()));
      send(exchange, 200, EmbeddedReplies.bytes(body));
    }
  }

  static byte[] error(String message, String code) {
    ObjectNode body = JsonCoder.mapper().createObjectNode();
    body.putObject("error").put("message", message).put("type", "error").put("code", code);
    return EmbeddedReplies.bytes(body);
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
