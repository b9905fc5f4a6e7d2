package io.seir.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.seir.sample.JsonCoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The Cloud Storage JSON API on loopback, as far as the client and Beam use it, with faults: 429,
 * 503, and uploads whose connection breaks before or after they are stored.
 */
public final class FakeStorage implements AutoCloseable {
  private static final int PAGE = 40;

  static {
    // Without it every reply on a kept connection waits for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private record Stored(byte[] bytes, long generation, String type) {}

  private record Upload(String key, Map<String, String> query, ByteArrayOutputStream bytes) {}

  private final HttpServer server;
  private final Set<String> buckets;
  private final Set<String> forbidden;
  private final double faultShare;
  private final Random random;
  private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong(1);
  private final AtomicLong faults = new AtomicLong();
  private final Map<String, Long> requests = new ConcurrentHashMap<>();

  /**
   * @param buckets that exist
   * @param forbidden those of them that refuse everything with 403
   * @param faultShare of requests that fail
   */
  public FakeStorage(Set<String> buckets, Set<String> forbidden, double faultShare, long seed)
      throws IOException {
    this.buckets = buckets;
    this.forbidden = forbidden;
    this.faultShare = faultShare;
    this.random = new Random(seed);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "fake-storage");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::handle);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many requests came, and how many of each kind. */
  public Map<String, Long> requests() {
    return requests;
  }

  public long faults() {
    return faults.get();
  }

  /** Stores an object as if somebody had uploaded it. */
  public void put(String bucket, String name, String text) {
    objects.put(
        bucket + "/" + name,
        new Stored(
            text.getBytes(StandardCharsets.UTF_8), generation.getAndIncrement(), "text/plain"));
  }

  /** The names in a bucket. */
  public Set<String> names() {
    return objects.keySet();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      String path = exchange.getRequestURI().getRawPath();
      String kind =
          exchange.getRequestMethod()
              + (path.contains("upload") ? " upload" : path.endsWith("/o") ? " list" : " object");
      requests.merge(kind, 1L, Long::sum);
      double drawn = draw();
      if (drawn < faultShare / 2) {
        faults.incrementAndGet();
        error(exchange, drawn < faultShare / 4 ? 429 : 503, "later");
        return;
      }
      boolean breaks = drawn < faultShare;
      if (breaks && draw() < 0.5) {
        faults.incrementAndGet();
        return; // the connection ends before anything was done
      }
      route(exchange, path, query, body, breaks);
    }
  }

  private synchronized double draw() {
    return random.nextDouble();
  }

  private void route(
      HttpExchange exchange, String path, Map<String, String> query, byte[] body, boolean breaks)
      throws IOException {
    String method = exchange.getRequestMethod();
    boolean upload = path.startsWith("/upload/") || path.startsWith("/resumable/upload/");
    String[] parts =
        path.replaceFirst("^(/resumable)?(/upload|/download)?/storage/v1/b/", "").split("/", 3);
    String bucket = decode(parts[0]);
    if (!buckets.contains(bucket)) {
      error(exchange, 404, "The specified bucket does not exist.");
    } else if (forbidden.contains(bucket)) {
      error(exchange, 403, "caller does not have storage.objects.list access");
    } else if (upload && method.equals("POST")) {
      begin(exchange, bucket, query, body, breaks);
    } else if (upload) {
      resume(exchange, query, body, breaks);
    } else if (parts.length < 2) {
      ObjectNode found = JsonCoder.mapper().createObjectNode();
      reply(exchange, found.put("kind", "storage#bucket").put("name", bucket).put("id", bucket));
    } else if (parts.length < 3) {
      list(exchange, bucket, query);
    } else {
      object(exchange, method, bucket + "/" + decode(parts[2]), query);
    }
  }

  private void begin(
      HttpExchange exchange, String bucket, Map<String, String> query, byte[] body, boolean breaks)
      throws IOException {
    if ("resumable".equals(query.get("uploadType"))) {
      String name = query.get("name");
      if (name == null) {
        name = JsonCoder.mapper().readTree(body).path("name").asText();
      }
      String id = "u" + generation.getAndIncrement();
      uploads.put(id, new Upload(bucket + "/" + name, query, new ByteArrayOutputStream()));
      exchange
          .getResponseHeaders()
          .set("Location", endpoint() + exchange.getRequestURI() + "&upload_id=" + id);
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String boundary = text.substring(0, text.indexOf("\r\n"));
    int first = text.indexOf("\r\n\r\n") + 4;
    int second = text.indexOf(boundary, first);
    String json = text.substring(first, second).strip();
    int content = text.indexOf("\r\n\r\n", second) + 4;
    int end = text.lastIndexOf("\r\n" + boundary);
    JsonNode meta = JsonCoder.mapper().readTree(json.getBytes(StandardCharsets.ISO_8859_1));
    byte[] bytes = text.substring(content, end).getBytes(StandardCharsets.ISO_8859_1);
    store(exchange, bucket + "/" + meta.path("name").asText(), query, bytes, breaks);
  }

  private void resume(HttpExchange exchange, Map<String, String> query, byte[] body, boolean breaks)
      throws IOException {
    Upload upload = uploads.get(query.get("upload_id"));
    String range = exchange.getRequestHeaders().getFirst("Content-Range");
    if (upload == null) {
      error(exchange, 410, "no such upload");
      return;
    }
    boolean asks = range != null && range.startsWith("bytes */");
    if (!asks) {
      int from = range == null ? 0 : Integer.parseInt(range.replaceFirst("bytes (\\d+)-.*", "$1"));
      if (upload.bytes().size() == from) {
        upload.bytes().writeBytes(body);
      }
    }
    boolean last = range == null || !range.endsWith("/*");
    long total = last && range != null ? Long.parseLong(range.replaceFirst(".*/", "")) : -1;
    if (last && (total < 0 || upload.bytes().size() == total)) {
      store(exchange, upload.key(), upload.query(), upload.bytes().toByteArray(), breaks);
      return;
    }
    if (upload.bytes().size() > 0) {
      exchange.getResponseHeaders().set("Range", "bytes=0-" + (upload.bytes().size() - 1));
    }
    exchange.sendResponseHeaders(308, -1);
  }

  /** A broken connection here is one that breaks after the object was stored. */
  private void store(
      HttpExchange exchange, String key, Map<String, String> query, byte[] bytes, boolean breaks)
      throws IOException {
    Stored fresh = new Stored(bytes, generation.getAndIncrement(), "application/octet-stream");
    synchronized (objects) {
      Stored old = objects.get(key);
      String wanted = query.get("ifGenerationMatch");
      long now = old == null ? 0 : old.generation();
      if (wanted != null && Long.parseLong(wanted) != now) {
        error(exchange, 412, "conditionNotMet");
        return;
      }
      objects.put(key, fresh);
    }
    if (breaks) {
      faults.incrementAndGet();
      return;
    }
    reply(exchange, meta(key, fresh));
  }

  private void list(HttpExchange exchange, String bucket, Map<String, String> query)
      throws IOException {
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.getOrDefault("delimiter", "");
    String after = query.getOrDefault("pageToken", "");
    ObjectNode body = JsonCoder.mapper().createObjectNode().put("kind", "storage#objects");
    ArrayNode items = body.putArray("items");
    ArrayNode prefixes = body.putArray("prefixes");
    String lastPrefix = "";
    int most = Math.min(PAGE, Integer.parseInt(query.getOrDefault("maxResults", "1000")));
    for (Map.Entry<String, Stored> entry : objects.tailMap(bucket + "/", true).entrySet()) {
      if (!entry.getKey().startsWith(bucket + "/")) {
        break;
      }
      String name = entry.getKey().substring(bucket.length() + 1);
      if (!name.startsWith(prefix) || name.compareTo(after) <= 0) {
        continue;
      }
      int cut = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
      String shown = cut < 0 ? name : name.substring(0, cut + 1);
      if (cut >= 0 && (shown.equals(lastPrefix) || shown.compareTo(after) <= 0)) {
        continue;
      }
      if (items.size() + prefixes.size() >= most) {
        body.put("nextPageToken", lastShown(items, prefixes));
        break;
      }
      if (cut >= 0) {
        lastPrefix = shown;
        prefixes.add(shown);
      } else {
        items.add(meta(entry.getKey(), entry.getValue()));
      }
    }
    reply(exchange, body);
  }

  private static String lastShown(ArrayNode items, ArrayNode prefixes) {
    String item = items.isEmpty() ? "" : items.get(items.size() - 1).path("name").asText();
    String prefix = prefixes.isEmpty() ? "" : prefixes.get(prefixes.size() - 1).asText();
    // Everything below a shown prefix counts as shown.
    return item.compareTo(prefix) > 0 ? item : prefix + "\uFFFF";
  }

  private void object(HttpExchange exchange, String method, String key, Map<String, String> query)
      throws IOException {
    Stored stored = objects.get(key);
    if (stored == null) {
      error(exchange, 404, "No such object: " + key);
    } else if (method.equals("DELETE")) {
      objects.remove(key);
      exchange.sendResponseHeaders(204, -1);
    } else if ("media".equals(query.get("alt"))) {
      content(exchange, stored);
    } else {
      reply(exchange, meta(key, stored));
    }
  }

  private static void content(HttpExchange exchange, Stored stored) throws IOException {
    byte[] bytes = stored.bytes();
    exchange.getResponseHeaders().set("x-goog-generation", Long.toString(stored.generation()));
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    int status = 200;
    int to = bytes.length;
    if (range != null && range.startsWith("bytes=")) {
      String[] ends = range.substring(6).split("-", 2);
      from = Integer.parseInt(ends[0]);
      to = ends[1].isEmpty() ? to : Math.min(to, Integer.parseInt(ends[1]) + 1);
      if (from >= bytes.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      status = 206;
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length);
    }
    exchange.sendResponseHeaders(status, to == from ? -1 : to - from);
    exchange.getResponseBody().write(bytes, from, to - from);
  }

  private static ObjectNode meta(String key, Stored stored) {
    int slash = key.indexOf('/');
    return JsonCoder.mapper()
        .createObjectNode()
        .put("kind", "storage#object")
        .put("bucket", key.substring(0, slash))
        .put("name", key.substring(slash + 1))
        .put("id", key + "/" + stored.generation())
        .put("generation", Long.toString(stored.generation()))
        .put("metageneration", "1")
        .put("contentType", stored.type())
        .put("updated", "2026-01-01T00:00:00.000Z")
        .put("timeCreated", "2026-01-01T00:00:00.000Z")
        .put("size", Integer.toString(stored.bytes().length));
  }

  private static void reply(HttpExchange exchange, JsonNode body) throws IOException {
    byte[] bytes = JsonCoder.mapper().writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void error(HttpExchange exchange, int status, String message) throws IOException {
    ObjectNode body = JsonCoder.mapper().createObjectNode();
    body.putObject("error").put("code", status).put("message", message);
    byte[] bytes = JsonCoder.mapper().writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String part : raw.split("&")) {
        String[] pair = part.split("=", 2);
        query.put(decode(pair[0]), pair.length == 2 ? decode(pair[1]) : "");
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
