package io.seir.model.openai;

import com.fasterxml.jackson.core.JacksonException;
import com.openai.core.http.Headers;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import io.seir.model.EndpointException;
import io.seir.model.ModelException;
import io.seir.sample.ModelUsage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Finds out what went wrong in a call, and whether repeating it can help. */
final class Faults {
  private static final int LONGEST = 300;
  private static final int SHORTEST_SECRET = 8;

  private final OpenAiSettings settings;
  private final List<String> secrets;
  private volatile boolean served;

  Faults(OpenAiSettings settings, List<String> secrets) {
    this.settings = settings;
    this.secrets = List.copyOf(secrets);
  }

  /** Called when the server has answered a call, so its key and model are right. */
  void served() {
    served = true;
  }

  /** As {@link #scrub}, but leaves what is too short to be a secret: "test" is a word too. */
  String scrubContent(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = secret.length() < SHORTEST_SECRET ? clean : clean.replace(secret, "[key]");
    }
    return clean;
  }

  /** Keys taken out, wherever they came from. */
  String scrub(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "[key]");
    }
    return clean;
  }

  /**
   * The fault behind an exception of the client.
   *
   * @throws EndpointException if every other call would fail the same way
   * @throws IllegalStateException if it is a mistake of this program
   */
  ModelException of(Exception e) {
    if (e instanceof OpenAIServiceException service) {
      return of(service);
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BoundedHttp.TooLargeException) {
        return ModelException.paidFault(
            "reply_too_large", line(cause), new ModelUsage(1, 1, 0, 0, 0));
      }
      if (cause instanceof SocketTimeoutException
          && line(cause).toLowerCase(Locale.ROOT).contains("connect")) {
        return ModelException.transientFault("connection_failed", line(cause));
      }
      if (cause instanceof InterruptedIOException) {
        return Thread.currentThread().isInterrupted()
            ? ModelException.cancelled()
            : ModelException.timedOut("timed_out", "no reply within " + settings.timeout());
      }
      if (cause instanceof IOException && !(cause instanceof JacksonException)) {
        return ModelException.transientFault("connection_failed", line(cause));
      }
    }
    if (e instanceof OpenAIInvalidDataException) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return ModelException.transientFault("malformed_body", line(cause));
    }
    // Without the cause: its message may hold a secret.
    throw new IllegalStateException(e.getClass().getSimpleName() + ": " + line(e));
  }

  private ModelException of(OpenAIServiceException e) {
    int status = e.statusCode();
    String line = line(e);
    String said = line.startsWith(status + ":") ? line : status + " " + line; // said once
    boolean broke = e.code().filter("insufficient_quota"::equals).isPresent();
    if (status == 401 || (status == 403 && !served) || broke) {
      String key =
          settings.keyVariable().isEmpty()
              ? "no apiKeyEnv is set in the models file"
              : "check the key in the environment variable " + settings.keyVariable();
      throw new EndpointException(settings.baseUrl() + " rejected the call: " + said + "; " + key);
    }
    if (status == 404 || (status >= 300 && status < 400)) {
      throw new EndpointException(
          settings.baseUrl()
              + " does not serve the model "
              + settings.model()
              + ": "
              + said
              + "; check baseUrl and model in the models file with ./seir doctor --models FILE");
    }
    Duration wait = wait(e.headers());
    if (status == 429 || (status == 503 && !wait.isZero())) {
      return ModelException.overloaded("rate_limited", said, wait);
    }
    if (status >= 500 || status == 408 || status == 409) {
      return ModelException.transientFault("server_error", said);
    }
    return ModelException.permanentFault("refused_request", said);
  }

  private static Duration wait(Headers headers) {
    for (String value : headers.values("retry-after")) {
      try {
        double seconds = Double.parseDouble(value.strip());
        if (seconds > 0 && seconds < 86_400) {
          return Duration.ofMillis((long) (seconds * 1000));
        }
      } catch (NumberFormatException e) {
        return Duration.ZERO; // a date: the usual back-off will do
      }
    }
    return Duration.ZERO;
  }

  private String line(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String clean = scrub(message).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }
}
