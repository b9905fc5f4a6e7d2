package io.seir.features;

import io.seir.blob.SamplePictures;
import io.seir.kernels.HostImages;
import io.seir.kernels.ImageSums;
import io.seir.model.DecodedPicture;
import io.seir.model.ModelException;
import io.seir.model.PreparedPicture;
import io.seir.model.TextImageEncoder;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * What is left of a turn's picture when its pixels are dropped: the sums that its quality follows
 * from, and what the encoder takes; or why it cannot be had. A turn without a picture has none of
 * these.
 *
 * @param prepared absent if there is no encoder, too
 * @param nanos that it took
 */
record SeenPicture(
    Optional<ImageSums> sums,
    Optional<PreparedPicture> prepared,
    Optional<String> fault,
    long nanos) {
  /** Not more are decoded at once, so that pixels do not fill the memory. */
  private static final Semaphore CORES = new Semaphore(Runtime.getRuntime().availableProcessors());

  /** No picture. */
  static final SeenPicture NONE =
      new SeenPicture(Optional.empty(), Optional.empty(), Optional.empty(), 0);

  /** Reads and decodes a picture that a sample names. */
  static SeenPicture of(
      SamplePictures pictures, Sample sample, ImageRef image, Optional<TextImageEncoder> encoder) {
    long start = System.nanoTime();
    try {
      return of(pictures.read(sample, image), encoder);
    } catch (SamplePictures.UnreadableException e) {
      return faulty(e.label(), start);
    } catch (ModelException e) {
      return faulty(e.reason(), start);
    }
  }

  private static SeenPicture faulty(String why, long start) {
    return new SeenPicture(
        Optional.empty(), Optional.empty(), Optional.of(why), System.nanoTime() - start);
  }

  /**
   * Decodes a picture.
   *
   * @throws ModelException if the bytes are no picture, or one over the limits
   */
  static SeenPicture of(Picture picture, Optional<TextImageEncoder> encoder) throws ModelException {
    CORES.acquireUninterruptibly();
    long start = System.nanoTime();
    try {
      DecodedPicture decoded = DecodedPicture.of(picture);
      ImageSums sums = HostImages.sums(decoded.pixels());
      Optional<PreparedPicture> prepared = encoder.map(e -> e.prepare(decoded));
      return new SeenPicture(
          Optional.of(sums), prepared, Optional.empty(), System.nanoTime() - start);
    } finally {
      CORES.release();
    }
  }

  /** Without what the encoder takes, once it has been taken. */
  SeenPicture withoutPrepared() {
    return new SeenPicture(sums, Optional.empty(), fault, nanos);
  }
}
