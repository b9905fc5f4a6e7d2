package io.seir.model.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.sample.JsonCoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is done to a picture before the graph sees it, as {@code preprocessor_config.json} says:
 * resize (to a shortest edge or to a size; bilinear or bicubic, with the support widened when
 * shrinking and 8-bit results of each pass, as Pillow does), centre crop, rescale, normalise.
 */
final class Preprocessing {
  private static final int BILINEAR = 2;
  private static final int BICUBIC = 3;
  private static final int CHANNELS = 3;

  private final boolean resize;
  private final int shortest;
  private final int width;
  private final int height;
  private final int resample;
  private final boolean crop;
  private final int cropWidth;
  private final int cropHeight;
  private final double scale;
  private final double[] mean;
  private final double[] deviation;

  private Preprocessing(JsonNode config) {
    JsonNode size = config.path("size");
    this.resize = config.path("do_resize").asBoolean(true);
    this.shortest = size.isInt() ? size.asInt() : size.path("shortest_edge").asInt(0);
    this.width = size.path("width").asInt(0);
    this.height = size.path("height").asInt(0);
    if (resize && shortest == 0 && (width == 0 || height == 0)) {
      throw new IllegalArgumentException("size is neither shortest_edge nor height and width");
    }
    this.resample = config.path("resample").asInt(BICUBIC);
    if (resample != BILINEAR && resample != BICUBIC) {
      throw new IllegalArgumentException(
          "resample is " + resample + "; 2 (bilinear) and 3 (bicubic) are known");
    }
    this.crop = config.path("do_center_crop").asBoolean(false);
    JsonNode cropSize = config.path("crop_size");
    this.cropWidth = cropSize.isInt() ? cropSize.asInt() : cropSize.path("width").asInt(0);
    this.cropHeight = cropSize.isInt() ? cropSize.asInt() : cropSize.path("height").asInt(0);
    if (crop && (cropWidth == 0 || cropHeight == 0)) {
      throw new IllegalArgumentException("crop_size is missing");
    }
    this.scale =
        config.path("do_rescale").asBoolean(true)
            ? config.path("rescale_factor").asDouble(1 / 255.0)
            : 1;
    boolean normalise = config.path("do_normalize").asBoolean(true);
    this.mean = normalise ? three(config, "image_mean") : new double[] {0, 0, 0};
    this.deviation = normalise ? three(config, "image_std") : new double[] {1, 1, 1};
  }

  private static double[] three(JsonNode config, String name) {
    JsonNode values = config.path(name);
    if (values.size() != CHANNELS) {
      throw new IllegalArgumentException(name + " has not three numbers");
    }
    return new double[] {
      values.get(0).asDouble(), values.get(1).asDouble(), values.get(2).asDouble()
    };
  }

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  static Preprocessing read(Path file) throws IOException {
    try {
      return new Preprocessing(JsonCoder.mapper().readTree(Files.readString(file)));
    } catch (IllegalArgumentException | com.fasterxml.jackson.core.JacksonException e) {
      throw new IllegalArgumentException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Numbers for the graph.
   *
   * @param numbers 3 × height × width, channel by channel
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Pixels(int width, int height, float[] numbers) {}

  Pixels apply(BufferedImage image) {
    Plane plane = Plane.of(image);
    if (resize) {
      int toWidth = width;
      int toHeight = height;
      if (shortest > 0) {
        boolean tall = plane.height >= plane.width;
        int longer =
            (int)
                ((long) shortest
                    * Math.max(plane.width, plane.height)
                    / Math.min(plane.width, plane.height));
        toWidth = tall ? shortest : longer;
        toHeight = tall ? longer : shortest;
      }
      plane = plane.resized(toWidth, toHeight, resample);
    }
    if (crop) {
      plane = plane.cropped(cropWidth, cropHeight);
    }
    float[] numbers = new float[CHANNELS * plane.width * plane.height];
    int pixels = plane.width * plane.height;
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        numbers[c * pixels + p] =
            (float) ((plane.bytes[p * CHANNELS + c] * scale - mean[c]) / deviation[c]);
      }
    }
    return new Pixels(plane.width, plane.height, numbers);
  }

  /** Pixels of three bytes, held as ints. */
  private static final class Plane {
    private final int width;
    private final int height;
    private final int[] bytes;

    Plane(int width, int height, int[] bytes) {
      this.width = width;
      this.height = height;
      this.bytes = bytes;
    }

    static Plane of(BufferedImage image) {
      int width = image.getWidth();
      int height = image.getHeight();
      int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
      int[] bytes = new int[rgb.length * CHANNELS];
      for (int i = 0; i < rgb.length; i++) {
        bytes[i * CHANNELS] = (rgb[i] >> 16) & 255;
        bytes[i * CHANNELS + 1] = (rgb[i] >> 8) & 255;
        bytes[i * CHANNELS + 2] = rgb[i] & 255;
      }
      return new Plane(width, height, bytes);
    }

    /** Horizontally, then vertically. */
    Plane resized(int toWidth, int toHeight, int resample) {
      Plane across = this;
      if (toWidth != width) {
        across = new Plane(toWidth, height, new int[toWidth * height * CHANNELS]);
        Taps taps = new Taps(width, toWidth, resample);
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < toWidth; x++) {
            for (int c = 0; c < CHANNELS; c++) {
              across.bytes[(y * toWidth + x) * CHANNELS + c] =
                  taps.sum(x, bytes, y * width * CHANNELS + c, CHANNELS);
            }
          }
        }
      }
      if (toHeight == height) {
        return across;
      }
      Plane down = new Plane(toWidth, toHeight, new int[toWidth * toHeight * CHANNELS]);
      Taps taps = new Taps(height, toHeight, resample);
      for (int y = 0; y < toHeight; y++) {
        for (int x = 0; x < toWidth * CHANNELS; x++) {
          down.bytes[y * toWidth * CHANNELS + x] = taps.sum(y, across.bytes, x, toWidth * CHANNELS);
        }
      }
      return down;
    }

    /** The middle; what lies outside is black. */
    Plane cropped(int toWidth, int toHeight) {
      Plane cropped = new Plane(toWidth, toHeight, new int[toWidth * toHeight * CHANNELS]);
      int left = Math.floorDiv(width - toWidth, 2);
      int top = Math.floorDiv(height - toHeight, 2);
      for (int y = 0; y < toHeight; y++) {
        for (int x = 0; x < toWidth; x++) {
          int fromX = x + left;
          int fromY = y + top;
          if (fromX >= 0 && fromX < width && fromY >= 0 && fromY < height) {
            System.arraycopy(
                bytes,
                (fromY * width + fromX) * CHANNELS,
                cropped.bytes,
                (y * toWidth + x) * CHANNELS,
                CHANNELS);
          }
        }
      }
      return cropped;
    }
  }

  /** Which numbers of a line make one of the new line, and with which weights. */
  private static final class Taps {
    private final int[] first;
    private final double[][] weights;

    Taps(int from, int to, int resample) {
      double ratio = (double) from / to;
      double stretch = Math.max(1, ratio);
      double support = (resample == BICUBIC ? 2 : 1) * stretch;
      first = new int[to];
      weights = new double[to][];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * ratio;
        int low = Math.max(0, (int) (centre - support + 0.5));
        int high = Math.min(from, (int) (centre + support + 0.5));
        first[i] = low;
        weights[i] = new double[high - low];
        double total = 0;
        for (int j = low; j < high; j++) {
          double weight = filter((j - centre + 0.5) / stretch, resample);
          weights[i][j - low] = weight;
          total += weight;
        }
        for (int j = 0; j < weights[i].length; j++) {
          weights[i][j] /= total;
        }
      }
    }

    private static double filter(double x, int resample) {
      double d = Math.abs(x);
      if (resample == BILINEAR) {
        return Math.max(0, 1 - d);
      }
      double a = -0.5;
      if (d < 1) {
        return ((a + 2) * d - (a + 3)) * d * d + 1;
      }
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
    }

    int sum(int to, int[] line, int offset, int stride) {
      double sum = 0.5;
      for (int j = 0; j < weights[to].length; j++) {
        sum += weights[to][j] * line[offset + (first[to] + j) * stride];
      }
      return (int) Math.max(0, Math.min(255, Math.floor(sum)));
    }
  }
}
