package io.seir.kernels;

import java.util.List;

/**
 * The numeric core: image-text similarity, synergy and image quality. {@link JavaKernels} is the
 * specification; other engines agree with it within twice the error of a plain computation in their
 * own precision. Tensor cores, by which GPUs multiply fp16 rows, cut off after every 16 products
 * what does not fit fp32: a cosine of 768 numbers near 1 comes out up to 6e-6 too small there (48
 * steps of 2^-23; 4e-6 were seen on an H100).
 *
 * <p>Thread-safe. Per engine and instruction set, results are bitwise the same for any batch size,
 * order and number of threads. Bad input is an {@link IllegalArgumentException} and leaves the
 * engine usable.
 */
public interface Kernels extends AutoCloseable {
  /** A name for logs: {@code java}, {@code cpu-avx512}, {@code cuda}. */
  String engine();

  /**
   * The inner product of row i with row i; their cosine if rows have unit length.
   *
   * @param text N × D
   * @param image N × D, of the same storage type
   * @return N numbers
   */
  float[] cosine(Rows text, Rows image);

  /**
   * For every query the k database rows of highest inner product; the N × M scores are never held.
   *
   * @param queries N × D
   * @param database M × D
   * @param k 1 to {@link TopK#MAX}
   */
  TopK topK(Rows queries, Rows database, int k);

  /**
   * How many others score above the own pair, in both directions.
   *
   * @param text N × D
   * @param image N × D
   */
  default Ranks rankOfOwn(Rows text, Rows image) {
    float[] own = ownScores(text, image);
    return countAbove(text, image, own, own);
  }

  /**
   * The inner product of row i with row i, by the arithmetic of {@link #countAbove}: the bars by
   * which blocks of a larger matrix are counted, so that equal rows have equal scores.
   *
   * @param text N × D
   * @param image N × D
   * @return N numbers
   */
  float[] ownScores(Rows text, Rows image);

  /**
   * How many score above a bar, in both directions: what {@link #rankOfOwn} counts, of one block of
   * its matrix. Counts of blocks add up to those of the whole.
   *
   * @param text N × D
   * @param image M × D
   * @param textBars one a text: how many images score above it
   * @param imageBars one an image: how many texts score above it
   */
  Ranks countAbove(Rows text, Rows image, float[] textBars, float[] imageBars);

  /**
   * All pairs i &lt; j whose inner product is above the threshold: near-duplicates.
   *
   * @param rows N × D
   * @param most pairs that are returned at most
   * @throws TooManyPairsException if there are more
   */
  Pairs pairsAbove(Rows rows, float threshold, int most);

  /**
   * For every row its best earlier row: near-duplicates in one answer a row, however many there
   * are.
   *
   * @param rows N × D
   */
  NearestEarlier nearestEarlier(Rows rows);

  /** The synergy features of every sample, in order. */
  List<SynergyFeatures> synergy(SynergyBatch batch);

  /**
   * Those of several batches, in order. Rows that batches share, the same object, go to a GPU once.
   */
  default List<List<SynergyFeatures>> synergy(List<SynergyBatch> batches) {
    return batches.stream().map(this::synergy).toList();
  }

  /** Exact integer sums of an RGB image; {@link ImageQuality#of} makes features of them. */
  ImageSums imageSums(RgbImage image);

  /** The sums of every image, in order; a GPU takes them together. */
  default List<ImageSums> imageSums(List<RgbImage> images) {
    return images.stream().map(this::imageSums).toList();
  }

  /** Frees what the engine holds; a closed engine answers with {@link IllegalStateException}. */
  @Override
  default void close() {}
}
