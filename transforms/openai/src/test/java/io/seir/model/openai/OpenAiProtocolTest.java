package io.seir.model.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.seir.model.ChatMessage;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.EndpointException;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.Prices;
import io.seir.model.ReplyFormat;
import io.seir.model.TokenCount;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, against a server that says what it is told to. */
class OpenAiProtocolTest {
  private record Answer(int status, String body, Map<String, String> headers) {}

  private static final byte[] PIXEL =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<JsonNode> asked = new ArrayList<>();
  private final List<String> headers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          asked.add(JsonCoder.mapper().readTree(body));
          headers.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Team")));
          Answer answer = answers.remove();
          answer.headers().forEach(exchange.getResponseHeaders()::set);
          byte[] reply = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    server.createContext(
        "/stall",
        exchange -> {
          exchange.sendResponseHeaders(200, PIXEL.length);
          exchange.getResponseBody().write(PIXEL, 0, 4);
          exchange.getResponseBody().flush(); // and nothing more, ever
        });
    server.createContext(
        "/files",
        exchange -> {
          exchange.sendResponseHeaders(200, PIXEL.length);
          exchange.getResponseBody().write(PIXEL);
          exchange.close();
        });
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private ModelSpec spec(String... settings) {
    TreeMap<String, String> all = new TreeMap<>();
    all.put("baseUrl", "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/");
    all.put("model", "m");
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return new ModelSpec(OpenAiProvider.NAME, 2, all, new Prices.Unknown());
  }

  private void answer(int status, String body) {
    answers.add(new Answer(status, body, Map.of()));
  }

  private static String completion(String rest) {
    return "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
        + "{\"role\":\"assistant\",\"content\":\"{\\\"a\\\": 1}\"}"
        + rest;
  }

  private ChatReply ask(ModelSpec spec, int alternatives) throws ModelException {
    return new OpenAiProvider()
        .chat(ModelRole.LANGUAGE, spec)
        .reply(
            new ChatRequest(
                List.of(
                    new ChatMessage(ChatMessage.Role.SYSTEM, "be brief", List.of()),
                    new ChatMessage(
                        ChatMessage.Role.USER, "look <here>", List.of(new Picture(PIXEL)))),
                new ReplyFormat("form", "{\"type\":\"object\",\"properties\":{}}"),
                77,
                alternatives));
  }

  @Test
  void aRequestSaysAllThatIsToBeSaid() throws Exception {
    answer(
        200,
        completion(
            "}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13}}"));
    ChatReply reply =
        ask(spec("temperature", "0.5", "maxTokens", "99", "headers.X-Team", "blue"), 0);
    assertEquals("{\"a\": 1}", reply.text());
    assertEquals(new TokenCount.Counted(9, 4), reply.tokens());
    JsonNode body = asked.get(0);
    assertEquals("m", body.path("model").asText());
    assertEquals(77, body.path("seed").asLong());
    assertEquals(0.5, body.path("temperature").asDouble());
    assertEquals(99, body.path("max_completion_tokens").asInt());
    assertEquals("form", body.at("/response_format/json_schema/name").asText());
    assertEquals("object", body.at("/response_format/json_schema/schema/type").asText());
    assertEquals("look <here>", body.at("/messages/1/content/0/text").asText());
    assertEquals(
        "data:image/png;base64," + Base64.getEncoder().encodeToString(PIXEL),
        body.at("/messages/1/content/1/image_url/url").asText());
    assertFalse(body.has("logprobs"));
    assertEquals("blue", headers.get(0));
  }

  @Test
  void probabilitiesOfTokensComeWhenAskedFor() throws Exception {
    answer(
        200,
        completion(
            ",\"logprobs\":{\"content\":[{\"token\":\"4\",\"logprob\":-0.2,\"bytes\":[52],"
                + "\"top_logprobs\":[{\"token\":\"4\",\"logprob\":-0.2,\"bytes\":null},"
                + "{\"token\":\"5\",\"logprob\":-1.7,\"bytes\":null}]}]}}]}"));
    ChatReply reply = ask(spec(), 5);
    assertEquals(5, asked.get(0).path("top_logprobs").asInt());
    assertEquals(-1.7, reply.choices().get(0).alternatives().get("5"));
    assertEquals(new TokenCount.Uncounted(), reply.tokens(), "no usage: not counted, not guessed");
  }

  @Test
  void aServerWithoutSchemasIsAskedWithoutFromThenOn() throws Exception {
    answer(400, "{\"error\":{\"message\":\"response_format json_schema is not supported\"}}");
    answer(200, completion("}]}"));
    answer(200, completion("}]}"));
    var model = new OpenAiProvider().chat(ModelRole.LANGUAGE, spec());
    ChatRequest request =
        new ChatRequest(
            List.of(new ChatMessage(ChatMessage.Role.USER, "x", List.of())),
            new ReplyFormat("form", "{}"),
            1);
    model.reply(request);
    model.reply(request);
    assertEquals(3, asked.size());
    assertFalse(asked.get(1).has("response_format"));
    assertFalse(asked.get(2).has("response_format"));
  }

  /** The calls that were out when the first one learnt it learn it too. */
  @Test
  void callsInFlightSurviveTheDiscovery() throws Exception {
    int calls = 6;
    CyclicBarrier together = new CyclicBarrier(calls);
    server.removeContext("/v1");
    server.createContext(
        "/v1",
        exchange -> {
          JsonNode body = JsonCoder.mapper().readTree(exchange.getRequestBody().readAllBytes());
          boolean refuse = body.has("response_format");
          try {
            if (refuse) {
              together.await();
            }
          } catch (InterruptedException | BrokenBarrierException e) {
            throw new IOException(e);
          }
          byte[] reply =
              (refuse ? "{\"error\":{\"message\":\"no response_format here\"}}" : completion("}]}"))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(refuse ? 400 : 200, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    var model = new OpenAiProvider().chat(ModelRole.LANGUAGE, spec());
    ChatRequest request =
        new ChatRequest(
            List.of(new ChatMessage(ChatMessage.Role.USER, "x", List.of())),
            new ReplyFormat("form", "{}"),
            1);
    List<Future<ChatReply>> replies = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      replies.add(threads.submit(() -> model.reply(request)));
    }
    for (var reply : replies) {
      assertEquals("{\"a\": 1}", reply.get().text());
    }
  }

  @Test
  void aPictureThatNeverComesIsGivenUp() {
    String own = "http://127.0.0.1:" + server.getAddress().getPort() + "/stall/x.png";
    answer(200, "{\"created\":1,\"data\":[{\"url\":\"" + own + "\"}]}");
    var painter = new OpenAiProvider().image(spec("timeoutSeconds", "1"));
    ModelException fault =
        assertThrows(ModelException.class, () -> painter.draw(new ImageRequest("a cat", 5)));
    assertEquals("timed_out", fault.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "400,refused_request,PERMANENT",
    "413,refused_request,PERMANENT",
    "422,refused_request,PERMANENT",
    "408,server_error,TRANSIENT",
    "429,rate_limited,OVERLOADED",
    "500,server_error,TRANSIENT",
    "502,server_error,TRANSIENT",
    "503,server_error,TRANSIENT",
    "529,server_error,TRANSIENT"
  })
  void everyStatusHasItsKind(int status, String reason, ModelException.Kind kind) {
    answer(status, "{\"error\":{\"message\":\"why\\u001b[31m\"}}");
    ModelException fault = assertThrows(ModelException.class, () -> ask(spec(), 0));
    assertEquals(reason, fault.reason());
    assertEquals(kind, fault.kind());
    assertFalse(fault.getMessage().contains("\u001b"), "no control characters on a terminal");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 307})
  void whatEveryCallWouldMeetStopsTheRun(int status) {
    answer(status, "{\"error\":{\"message\":\"why\"}}");
    EndpointException stop = assertThrows(EndpointException.class, () -> ask(spec(), 0));
    assertTrue(stop.getMessage().contains("models file"), stop.getMessage());
  }

  @Test
  void theServersWishToWaitIsHeard() {
    answers.add(new Answer(429, "{}", Map.of("Retry-After", "1.5")));
    ModelException fault = assertThrows(ModelException.class, () -> ask(spec(), 0));
    assertEquals(1500, fault.waitTime().toMillis());
    answers.add(new Answer(503, "{}", Map.of("Retry-After", "2")));
    assertEquals(
        ModelException.Kind.OVERLOADED,
        assertThrows(ModelException.class, () -> ask(spec(), 0)).kind());
    answer(429, "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}}");
    assertThrows(EndpointException.class, () -> ask(spec(), 0));
  }

  @Test
  void refusalsAreToldApart() {
    answer(
        200,
        completion("}]}")
            .replace(
                "\"content\":\"{\\\"a\\\": 1}\"", "\"content\":null,\"refusal\":\"I will not\""));
    ModelException refused = assertThrows(ModelException.class, () -> ask(spec(), 0));
    assertEquals("refused", refused.reason());
    assertEquals(1, refused.used().calls(), "a refusal is paid too");
    answer(200, completion("}]}").replace("\"stop\"", "\"content_filter\""));
    assertEquals("refused", assertThrows(ModelException.class, () -> ask(spec(), 0)).reason());
  }

  @Test
  void picturesComeAsBase64OrFromTheServerItself() throws Exception {
    var painter = new OpenAiProvider().image(spec("size", "512x512"));
    answer(
        200,
        "{\"created\":1,\"data\":[{\"b64_json\":\""
            + Base64.getEncoder().encodeToString(PIXEL)
            + "\"}]}");
    assertArrayEquals(PIXEL, painter.draw(new ImageRequest("a cat", 5)).bytes());
    assertEquals(5, asked.get(0).path("seed").asLong());
    assertEquals("512x512", asked.get(0).path("size").asText());
    assertEquals("b64_json", asked.get(0).path("response_format").asText());
    String own = "http://127.0.0.1:" + server.getAddress().getPort() + "/files/x.png";
    answer(200, "{\"created\":1,\"data\":[{\"url\":\"" + own + "\"}]}");
    assertArrayEquals(PIXEL, painter.draw(new ImageRequest("a cat", 5)).bytes());
    for (String foreign :
        List.of(
            "http://localhost:" + server.getAddress().getPort() + "/files/x.png",
            "http://127.0.0.1:1/x.png",
            "file:///etc/passwd",
            "http://169.254.169.254/latest",
            "::::")) {
      answer(200, "{\"created\":1,\"data\":[{\"url\":\"" + foreign + "\"}]}");
      ModelException fault =
          assertThrows(
              ModelException.class, () -> painter.draw(new ImageRequest("a cat", 5)), foreign);
      assertEquals("foreign_url", fault.reason(), foreign);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "baseUrl,ftp://x",
    "baseUrl,http://user:pass@host/v1",
    "baseUrl,host:8000",
    "model,''",
    "apiKeyEnv,sk-123-456",
    "timeoutSeconds,0",
    "timeoutSeconds,soon",
    "temperature,9",
    "structured,maybe",
    "headersEnv.X-Key,not a name"
  })
  void aWrongSettingIsRefusedByItsName(String name, String value) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new OpenAiProvider().check(ModelRole.LANGUAGE, spec(name, value)));
    assertTrue(refused.getMessage().contains(name), refused.getMessage());
  }

  @Test
  void aModerationIsAskedAtItsOwnEndpointWithTextOrPicture() throws Exception {
    String result =
        "{\"id\":\"m\",\"model\":\"m\",\"results\":[{\"flagged\":false,"
            + "\"categories\":{\"violence\":false,\"hate\":false},"
            + "\"category_scores\":{\"violence\":0.4,\"hate\":0.1}}]}";
    answer(200, result);
    answer(200, result);
    ChatRequest text =
        new ChatRequest(
            List.of(new ChatMessage(ChatMessage.Role.USER, "a knife", List.of())),
            new ReplyFormat("safety", "{}"),
            1);
    ChatRequest picture =
        new ChatRequest(
            List.of(new ChatMessage(ChatMessage.Role.USER, "", List.of(new Picture(PIXEL)))),
            new ReplyFormat("safety", "{}"),
            1);
    OpenAiProvider provider = new OpenAiProvider();
    assertEquals(
        "{\"flagged\":false,\"categories\":[]}",
        provider.chat(ModelRole.SAFETY, spec()).reply(text).text());
    assertEquals(
        "{\"flagged\":true,\"categories\":[\"violence\"]}",
        provider.chat(ModelRole.SAFETY, spec("threshold", "0.3")).reply(picture).text());
    assertEquals("a knife", asked.get(0).path("input").path(0).path("text").asText());
    assertTrue(
        asked
            .get(1)
            .path("input")
            .path(0)
            .path("image_url")
            .path("url")
            .asText()
            .startsWith("data:image/png;base64,"));
  }

  @Test
  void aGuardIsAskedByChatWithoutAForm() throws Exception {
    answer(200, completion("}]}").replace("{\\\"a\\\": 1}", "unsafe\\nS2"));
    ChatRequest request =
        new ChatRequest(
            List.of(new ChatMessage(ChatMessage.Role.USER, "a knife", List.of())),
            new ReplyFormat("safety", "{}"),
            1);
    ModelSpec guard = spec("dialect", "guard");
    assertEquals(
        "unsafe\nS2", new OpenAiProvider().chat(ModelRole.SAFETY, guard).reply(request).text());
    assertFalse(asked.get(0).has("response_format"));
    assertEquals(1, asked.get(0).path("messages").size());
    assertThrows(
        IllegalArgumentException.class,
        () -> new OpenAiProvider().check(ModelRole.SAFETY, spec("dialect", "police")));
    assertThrows(
        IllegalArgumentException.class, () -> new OpenAiProvider().check(ModelRole.JUDGE, guard));
  }
}
