package io.seir.features;

import io.seir.kernels.RaggedRows;
import io.seir.model.EncodedImage;
import io.seir.model.ModelException;
import io.seir.model.PreparedPicture;
import io.seir.model.TextImageEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of turns as rows, encoded in order as soon as enough of them are decoded, by which
 * their pixels are gone. A turn without a picture has no patches, and a global row of zeros.
 */
final class ImageRows {
  private final Optional<TextImageEncoder> encoder;
  private final int dimension;
  private final int batch;
  private final List<Future<SeenPicture>> shown = new ArrayList<>();
  private final List<SeenPicture> seen = new ArrayList<>();
  private final PackedRows patches;
  private final PackedRows globals;
  private final List<Optional<float[]>> rows = new ArrayList<>();
  private @Nullable ModelException failed;
  private long encodeNanos;

  ImageRows(Optional<TextImageEncoder> encoder, int dimension) {
    this.encoder = encoder;
    this.dimension = dimension;
    this.batch = encoder.map(TextImageEncoder::batch).orElse(1);
    this.patches = new PackedRows(dimension);
    this.globals = new PackedRows(dimension);
  }

  void add(List<Future<SeenPicture>> pictures) {
    shown.addAll(pictures);
  }

  /** Encodes whole batches, as long as at least {@code left} pictures then are not encoded. */
  void advance(int left) {
    while (failed == null && shown.size() - seen.size() >= batch + left) {
      encodeNext();
    }
  }

  /**
   * Encodes all that are left.
   *
   * @throws ModelException if the encoder could not take one of the pictures
   */
  void finish() throws ModelException {
    while (failed == null && seen.size() < shown.size()) {
      encodeNext();
    }
    if (failed != null) {
      throw failed;
    }
  }

  /** Turns up to the one with which there are as many pictures as the encoder takes best. */
  private void encodeNext() {
    List<SeenPicture> turns = new ArrayList<>();
    List<PreparedPicture> prepared = new ArrayList<>();
    while (prepared.size() < batch && seen.size() < shown.size()) {
      SeenPicture next = result(shown.get(seen.size()));
      next.prepared().ifPresent(prepared::add);
      turns.add(next);
      seen.add(next.withoutPrepared());
    }
    long start = System.nanoTime();
    try {
      List<EncodedImage> encoded =
          prepared.isEmpty() ? List.of() : encoder.orElseThrow().encodePrepared(prepared);
      EncodedImage nothing = new EncodedImage(new float[0], new float[dimension]);
      int taken = 0;
      for (SeenPicture turn : turns) {
        EncodedImage image = turn.prepared().isPresent() ? encoded.get(taken++) : nothing;
        patches.add(image.patches());
        globals.add(image.global());
        rows.add(Optional.of(image.global()).filter(TextRows::points));
      }
    } catch (ModelException e) {
      failed = e;
    }
    encodeNanos += System.nanoTime() - start;
  }

  private static SeenPicture result(Future<SeenPicture> picture) {
    try {
      return picture.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a picture was decoded", e);
    }
  }

  RaggedRows patches() {
    return patches.ragged();
  }

  RaggedRows globals() {
    return globals.ragged();
  }

  /** Bytes of the rows so far. */
  int bytes() {
    return patches.bytes();
  }

  /** What is known of a turn's picture besides its rows. */
  SeenPicture seen(int place) {
    return seen.get(place);
  }

  /** The global row of a turn's picture. */
  Optional<float[]> row(int place) {
    return rows.get(place);
  }

  /** Time that pictures took to be read, decoded and prepared, of all threads. */
  long pictureNanos() {
    return seen.stream().mapToLong(SeenPicture::nanos).sum();
  }

  long encodeNanos() {
    return encodeNanos;
  }
}
