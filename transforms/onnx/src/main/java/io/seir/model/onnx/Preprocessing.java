package io.seir.model.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.kernels.HostImages;
import io.seir.kernels.Resampling;
import io.seir.kernels.RgbImage;
import io.seir.model.DecodedPicture;
import io.seir.model.PreparedPicture;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * What is done to a picture before the graph sees it, as {@code preprocessor_config.json} says:
 * resize (to a shortest edge or to a size, bit for bit as Pillow does), centre crop, rescale,
 * normalise.
 */
final class Preprocessing {
  private static final int BICUBIC = 3;
  private static final int VALUES = 256;

  /** As Pillow numbers them. */
  private static final Map<Integer, Resampling> FILTERS =
      Map.of(1, Resampling.LANCZOS, 2, Resampling.BILINEAR, BICUBIC, Resampling.BICUBIC);

  private final boolean resize;
  private final int shortest;
  private final int width;
  private final int height;
  private final Resampling resample;
  private final boolean crop;
  private final int cropWidth;
  private final int cropHeight;
  private final float[][] tables;

  private Preprocessing(JsonNode config) {
    JsonNode size = config.path("size");
    this.resize = config.path("do_resize").asBoolean(true);
    this.shortest = size.isInt() ? size.asInt() : size.path("shortest_edge").asInt(0);
    this.width = size.path("width").asInt(0);
    this.height = size.path("height").asInt(0);
    if (resize && shortest == 0 && (width == 0 || height == 0)) {
      throw new IllegalArgumentException("size is neither shortest_edge nor height and width");
    }
    int filter = config.path("resample").asInt(BICUBIC);
    if (!FILTERS.containsKey(filter)) {
      throw new IllegalArgumentException(
          "resample is " + filter + "; 1 (Lanczos), 2 (bilinear) and 3 (bicubic) are known");
    }
    this.resample = FILTERS.get(filter);
    this.crop = config.path("do_center_crop").asBoolean(false);
    JsonNode cropSize = config.path("crop_size");
    this.cropWidth = cropSize.isInt() ? cropSize.asInt() : cropSize.path("width").asInt(0);
    this.cropHeight = cropSize.isInt() ? cropSize.asInt() : cropSize.path("height").asInt(0);
    if (crop && (cropWidth == 0 || cropHeight == 0)) {
      throw new IllegalArgumentException("crop_size is missing");
    }
    double scale =
        config.path("do_rescale").asBoolean(true)
            ? config.path("rescale_factor").asDouble(1 / 255.0)
            : 1;
    boolean normalise = config.path("do_normalize").asBoolean(true);
    double[] mean = normalise ? three(config, "image_mean") : new double[] {0, 0, 0};
    double[] deviation = normalise ? three(config, "image_std") : new double[] {1, 1, 1};
    this.tables = tables(scale, mean, deviation);
  }

  private static double[] three(JsonNode config, String name) {
    JsonNode values = config.path(name);
    if (values.size() != RgbImage.CHANNELS) {
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

  /** Where the numbers of a picture come from: one for each value of a byte, by channel. */
  private static float[][] tables(double scale, double[] mean, double[] deviation) {
    float[][] tables = new float[RgbImage.CHANNELS][VALUES];
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      for (int value = 0; value < VALUES; value++) {
        tables[c][value] = (float) ((value * scale - mean[c]) / deviation[c]);
      }
    }
    return tables;
  }

  /** Whether pictures of any size come out at one, so that several go into one batch. */
  boolean givesOneSize() {
    return crop || resize && shortest == 0;
  }

  /** Numbers for the graph, 3 × height × width, channel by channel. */
  PreparedPicture apply(DecodedPicture picture) {
    RgbImage image = picture.pixels();
    if (resize) {
      int toWidth = width;
      int toHeight = height;
      if (shortest > 0) {
        boolean tall = image.height() >= image.width();
        long most = Math.max(image.width(), image.height());
        int longer = (int) (shortest * most / Math.min(image.width(), image.height()));
        toWidth = tall ? shortest : longer;
        toHeight = tall ? longer : shortest;
      }
      image = HostImages.resized(image, toWidth, toHeight, resample);
    }
    int wide = crop ? cropWidth : image.width();
    int high = crop ? cropHeight : image.height();
    return new PreparedPicture(picture.picture(), wide, high, numbers(image, wide, high));
  }

  /** Of the middle; what lies outside the picture is black. */
  private float[] numbers(RgbImage image, int wide, int high) {
    int left = Math.floorDiv(image.width() - wide, 2);
    int top = Math.floorDiv(image.height() - high, 2);
    int fromX = Math.max(0, -left);
    int toX = Math.min(wide, image.width() - left);
    byte[] bytes = image.bytes();
    float[] numbers = new float[RgbImage.CHANNELS * wide * high];
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      float[] table = tables[c];
      int plane = c * wide * high;
      if (wide > image.width() || high > image.height()) {
        Arrays.fill(numbers, plane, plane + wide * high, table[0]);
      }
      for (int y = Math.max(0, -top); y < Math.min(high, image.height() - top); y++) {
        int line = (top + y) * image.width() + left;
        int from = RgbImage.CHANNELS * (line + fromX) + image.order().place(c);
        int to = plane + y * wide + fromX;
        for (int x = fromX; x < toX; x++) {
          numbers[to++] = table[bytes[from] & 255];
          from += RgbImage.CHANNELS;
        }
      }
    }
    return numbers;
  }
}
