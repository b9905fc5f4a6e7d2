package io.seir.model.openai;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Keeps the memory that replies take within bounds, after decompression: a body over its limit is
 * an {@link TooLargeException}, and of bodies over {@value #LARGE} bytes few are read at a time.
 */
final class BoundedHttp implements HttpClient {
  /** Most bytes of a chat reply. */
  static final int MAX_TEXT = 4 << 20;

  /** Most bytes of a reply with a picture in it. */
  static final int MAX_PICTURE = 24 << 20;

  private static final int LARGE = 2 << 20;
  private static final Semaphore LARGE_ONES = new Semaphore(4, true);

  private final HttpClient client;

  BoundedHttp(HttpClient client) {
    this.client = client;
  }

  /** A reply that nobody wants to hold in memory. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    TooLargeException(int limit) {
      super("the reply is over " + (limit >> 20) + " MB");
    }
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    boolean picture = request.pathSegments().contains("images");
    return new Bounded(client.execute(request, options), picture ? MAX_PICTURE : MAX_TEXT);
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    throw new UnsupportedOperationException("calls wait");
  }

  @Override
  public void close() {
    client.close();
  }

  /** The first bytes of a stream as far as they are within a limit. */
  static byte[] read(InputStream body, int limit) throws IOException {
    try (InputStream bounded = new Limited(body, limit)) {
      return bounded.readAllBytes();
    }
  }

  private static final class Bounded implements HttpResponse {
    private final HttpResponse response;
    private final InputStream body;

    Bounded(HttpResponse response, int limit) {
      this.response = response;
      this.body = new Limited(response.body(), limit);
    }

    @Override
    public int statusCode() {
      return response.statusCode();
    }

    @Override
    public Headers headers() {
      return response.headers();
    }

    @Override
    public InputStream body() {
      return body;
    }

    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } finally {
        response.close();
      }
    }
  }

  private static final class Limited extends FilterInputStream {
    private final int limit;
    private int read;
    private boolean large;

    Limited(InputStream in, int limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int got = super.read(bytes, offset, length);
      if (got > 0) {
        read += got;
        if (read > limit) {
          throw new TooLargeException(limit);
        }
        if (read > LARGE && !large) {
          waitForPlace();
        }
      }
      return got;
    }

    private void waitForPlace() throws IOException {
      try {
        LARGE_ONES.acquire();
        large = true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("cancelled");
      }
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        if (large) {
          large = false;
          LARGE_ONES.release();
        }
      }
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
