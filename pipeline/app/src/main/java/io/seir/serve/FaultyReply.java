package io.seir.serve;

import com.sun.net.httpserver.HttpExchange;
import io.seir.model.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/** Replies as bad servers give them. */
final class FaultyReply {
  private static final int MEGABYTE = 1 << 20;
  private static final int HUGE_MEGABYTES = 100;
  private static final int BOMB_MEGABYTES = 2048;
  private static final int GIANT_SIDE = 50_000;

  private final HttpExchange exchange;
  private final Behaviour behaviour;
  private final boolean draws;

  FaultyReply(HttpExchange exchange, Behaviour behaviour, boolean draws) {
    this.exchange = exchange;
    this.behaviour = behaviour;
    this.draws = draws;
  }

  /** What a good server would have replied. */
  interface Good {
    byte[] body() throws ModelException;
  }

  void send(FaultKind kind, Good good) throws IOException, InterruptedException, ModelException {
    switch (kind) {
      case RATE_LIMIT -> {
        if (!behaviour.retryAfter().isZero()) {
          double seconds = behaviour.retryAfter().toMillis() / 1000.0;
          exchange.getResponseHeaders().set("Retry-After", Double.toString(seconds));
        }
        EmbeddedServer.send(exchange, 429, EmbeddedServer.error("slow down", "rate_limited"));
      }
      case SERVER_ERROR ->
          EmbeddedServer.send(exchange, 500, EmbeddedServer.error("out of order", "internal"));
      case REFUSE ->
          EmbeddedServer.send(exchange, 400, EmbeddedServer.error("not this one", "refused"));
      case DROP -> {} // the exchange is closed without a reply
      case TRUNCATE -> truncated(good.body());
      case MALFORMED -> EmbeddedServer.send(exchange, 200, text("{\"choices\": [{\"mess"));
      case GIBBERISH ->
          EmbeddedServer.send(
              exchange,
              200,
              draws
                  ? EmbeddedReplies.picture(text("no picture"))
                  : EmbeddedReplies.saying("I would rather not."));
      case HANG -> TimeUnit.DAYS.sleep(1);
      case SLOW -> slow(good.body());
      case WRONG_TYPE -> {
        byte[] page = text("<html><script>alert(1)</script>Welcome to the captive portal</html>");
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
      }
      case NOT_UTF8 -> {
        byte[] body = good.body().clone();
        Arrays.fill(body, body.length / 2, body.length / 2 + 3, (byte) 0xFF);
        EmbeddedServer.send(exchange, 200, body);
      }
      case HUGE -> huge();
      case BOMB -> bomb();
      case GIANT_PICTURE ->
          EmbeddedServer.send(
              exchange,
              200,
              draws ? EmbeddedReplies.picture(giant()) : EmbeddedReplies.saying("too large"));
    }
  }

  private void truncated(byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body, 0, body.length / 2);
    exchange.getResponseBody().flush();
  }

  private void slow(byte[] body) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, body.length);
    for (byte b : body) {
      exchange.getResponseBody().write(b);
      exchange.getResponseBody().flush();
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private void huge() throws IOException {
    exchange.sendResponseHeaders(200, 0);
    fill(exchange.getResponseBody(), HUGE_MEGABYTES);
  }

  private void bomb() throws IOException {
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
      fill(out, BOMB_MEGABYTES);
    }
  }

  private static void fill(OutputStream out, int megabytes) throws IOException {
    out.write(text("{\"choices\": [{\"message\": {\"content\": \""));
    byte[] block = new byte[MEGABYTE];
    Arrays.fill(block, (byte) 'x');
    for (int i = 0; i < megabytes; i++) {
      out.write(block);
    }
    out.write(text("\"}}]}"));
  }

  /** A PNG whose header promises far more than its few bytes hold. */
  private static byte[] giant() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.write(text("IHDR"));
    fields.writeInt(GIANT_SIDE);
    fields.writeInt(GIANT_SIDE);
    fields.write(new byte[] {8, 2, 0, 0, 0});
    out.writeInt(header.size() - 4);
    out.write(header.toByteArray());
    CRC32 crc = new CRC32();
    crc.update(header.toByteArray());
    out.writeInt((int) crc.getValue());
    return bytes.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
