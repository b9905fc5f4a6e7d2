package io.seir.model.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.Timeout;
import com.openai.errors.NotFoundException;
import com.openai.models.models.Model;
import io.seir.model.InFlight;
import io.seir.model.ModelException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** A client of one server, with its key and the secrets that it must not reveal. */
final class Connection {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
  private static final String NO_KEY = "none";

  private final OpenAiSettings settings;
  private final OpenAIClient client;
  private final okhttp3.OkHttpClient files;
  private final Faults faults;

  /**
   * @throws io.seir.model.EndpointException if a variable that holds a key is not set
   */
  Connection(OpenAiSettings settings) {
    this.settings = settings;
    List<String> secrets = new ArrayList<>();
    Optional<String> key = settings.key();
    key.ifPresent(secrets::add);
    ClientOptions.Builder options =
        ClientOptions.builder()
            .httpClient(http(settings))
            .baseUrl(settings.baseUrl())
            .apiKey(key.orElse(NO_KEY))
            .timeout(timeout(settings))
            .disableTelemetry(true)
            .maxRetries(0); // retries are the caller's
    settings.headers().forEach(options::replaceHeaders);
    settings
        .headerVariables()
        .forEach(
            (name, variable) -> {
              String value = OpenAiSettings.environment(variable);
              secrets.add(value);
              options.replaceHeaders(name, value);
            });
    this.client = new OpenAIClientImpl(options.build());
    this.files =
        new okhttp3.OkHttpClient.Builder()
            .callTimeout(settings.timeout())
            .followRedirects(false)
            .build();
    this.faults = new Faults(settings, secrets);
  }

  private static BoundedHttp http(OpenAiSettings settings) {
    return new BoundedHttp(
        OkHttpClient.builder()
            .timeout(timeout(settings))
            .addInterceptor(
                chain -> {
                  InFlight.begin(chain.call()::cancel); // until the body is read
                  return chain.proceed(chain.request());
                })
            .maxIdleConnections(settings.concurrency())
            .keepAliveDuration(KEEP_ALIVE)
            .build());
  }

  private static Timeout timeout(OpenAiSettings settings) {
    Duration whole = settings.timeout();
    Duration connect = whole.compareTo(CONNECT) < 0 ? whole : CONNECT;
    return Timeout.builder().connect(connect).read(whole).write(whole).request(whole).build();
  }

  OpenAiSettings settings() {
    return settings;
  }

  /** A use of the client. */
  @FunctionalInterface
  interface Use<T> {
    T of(OpenAIClient client) throws ModelException;
  }

  /** One attempt; anything that goes wrong becomes a fault. */
  <T> T call(Use<T> use) throws ModelException {
    try {
      T reply = use.of(client);
      faults.served();
      return reply;
    } catch (RuntimeException e) {
      throw faults.of(e);
    } finally {
      InFlight.end();
    }
  }

  /** A reply's own text, without keys; one too short to be a secret may well be a word. */
  String scrubContent(String text) {
    return faults.scrubContent(text);
  }

  /** Removes everything that must not be revealed. */
  String scrub(String text) {
    return faults.scrub(text);
  }

  List<String> models() throws ModelException {
    return call(
        c -> {
          try {
            return c.models().list().data().stream().map(Model::id).toList();
          } catch (NotFoundException e) {
            throw ModelException.permanentFault("not_told", "it does not list its models");
          }
        });
  }

  /**
   * The bytes behind a URL of the server's own.
   *
   * @throws ModelException if it points elsewhere, or the bytes cannot be fetched
   */
  byte[] fetch(String url) throws ModelException {
    try {
      URI own = URI.create(settings.baseUrl());
      URI there = own.resolve(url);
      if (!own.getHost().equalsIgnoreCase(there.getHost())
          || own.getPort() != there.getPort()
          || !own.getScheme().equals(there.getScheme())) {
        throw ModelException.permanentFault(
            "foreign_url", "the picture's URL points to another host: " + there.getHost());
      }
      Request request = new Request.Builder().url(there.toString()).build();
      try (Response response = files.newCall(request).execute()) {
        ResponseBody body = response.body();
        if (response.code() != 200 || body == null) {
          throw ModelException.transientFault(
              "picture_not_there", "the picture's URL answered " + response.code());
        }
        return BoundedHttp.read(body.byteStream(), BoundedHttp.MAX_PICTURE);
      }
    } catch (IllegalArgumentException e) {
      throw ModelException.permanentFault("foreign_url", "the picture's URL is not a valid URL");
    } catch (IOException e) {
      throw faults.of(e);
    }
  }
}
