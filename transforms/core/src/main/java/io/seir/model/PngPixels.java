package io.seir.model;

import io.seir.kernels.RgbImage;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The pixels of the most usual PNG files: 8 bits per channel, grey or RGB, with alpha or without,
 * not interlaced. Writes them as kernels take them. The JDK's reader, which is slower, has the last
 * word on all else: whatever is unusual or wrong with a file is left to it. Alpha is left out.
 *
 * <p>PNG specification (third edition), 9.2: filter types.
 */
final class PngPixels {
  private static final int SIGNATURE = 8;
  private static final int CHUNK = 12; // length, type and checksum
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;

  private final ByteBuffer file;
  private final int width;
  private final int height;
  private final int channels;
  private final byte[] lines;

  private PngPixels(ByteBuffer file, int width, int height, int channels) {
    this.file = file;
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.lines = new byte[height * (1 + width * channels)];
  }

  /**
   * The pixels, if the file is one of those.
   *
   * @param bytes of a file whose size was found to be within the limits
   */
  static Optional<RgbImage> of(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    int header = SIGNATURE + CHUNK + 13;
    if (bytes.length < header
        || file.getLong(0) != 0x89504E470D0A1A0AL
        || file.getInt(SIGNATURE + 4) != IHDR
        || file.getInt(SIGNATURE) != 13) {
      return Optional.empty();
    }
    int channels =
        switch (bytes[25]) {
          case 0 -> 1;
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 0;
        };
    boolean usual = bytes[24] == 8 && bytes[26] == 0 && bytes[27] == 0 && bytes[28] == 0;
    int width = file.getInt(16);
    int height = file.getInt(20);
    if (channels == 0
        || !usual
        || width < 1
        || height < 1
        || (long) width * height > PictureReader.MAX_PIXELS) {
      return Optional.empty();
    }
    PngPixels png = new PngPixels(file, width, height, channels);
    return png.inflated(header) && png.unfiltered()
        ? Optional.of(new RgbImage(width, height, png.rgb(), RgbImage.Order.RGB))
        : Optional.empty();
  }

  /** Whether all lines are there. What follows them is not looked at. */
  private boolean inflated(int from) {
    Inflater inflater = new Inflater();
    try {
      int got = 0;
      int at = from;
      while (got < lines.length && at + CHUNK <= file.limit()) {
        int length = file.getInt(at);
        int type = file.getInt(at + 4);
        if (length < 0 || length > file.limit() - at - CHUNK || type == IEND) {
          return false;
        }
        if (type == IDAT) {
          inflater.setInput(file.array(), at + 8, length);
          int more = inflater.inflate(lines, got, lines.length - got);
          while (more > 0) {
            got += more;
            more = inflater.inflate(lines, got, lines.length - got);
          }
        }
        at += CHUNK + length;
      }
      return got == lines.length;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }

  /** Undoes the filters, in place. */
  private boolean unfiltered() {
    int line = width * channels;
    for (int y = 0; y < height; y++) {
      int at = y * (1 + line) + 1;
      int up = at - 1 - line;
      switch (lines[at - 1]) {
        case 0 -> {}
        case 1 -> left(at, line);
        case 2 -> {
          if (y > 0) {
            up(at, up, line);
          }
        }
        case 3 -> average(at, y == 0 ? -1 : up, line);
        case 4 -> {
          if (y == 0) {
            left(at, line); // nothing above: the left one is always nearest
          } else {
            paeth(at, up, line);
          }
        }
        default -> {
          return false;
        }
      }
    }
    return true;
  }

  private void left(int at, int line) {
    for (int i = channels; i < line; i++) {
      lines[at + i] += lines[at + i - channels];
    }
  }

  private void up(int at, int up, int line) {
    for (int i = 0; i < line; i++) {
      lines[at + i] += lines[up + i];
    }
  }

  /**
   * @param up the line above, or −1
   */
  private void average(int at, int up, int line) {
    for (int i = 0; i < line; i++) {
      int left = i < channels ? 0 : lines[at + i - channels] & 255;
      int above = up < 0 ? 0 : lines[up + i] & 255;
      lines[at + i] += (byte) ((left + above) >> 1);
    }
  }

  private void paeth(int at, int up, int line) {
    byte[] all = lines;
    for (int channel = 0; channel < channels; channel++) {
      int left = 0;
      int corner = 0;
      for (int i = channel; i < line; i += channels) {
        int above = all[up + i] & 255;
        int toLeft = above - corner; // distances of left + above − corner
        int toAbove = left - corner;
        int toCorner = Math.abs(toLeft + toAbove);
        toLeft = Math.abs(toLeft);
        toAbove = Math.abs(toAbove);
        int nearest =
            toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
        left = (all[at + i] + nearest) & 255;
        all[at + i] = (byte) left;
        corner = above;
      }
    }
  }

  private byte[] rgb() {
    byte[] rgb = new byte[RgbImage.CHANNELS * width * height];
    int line = width * channels;
    int to = 0;
    for (int y = 0; y < height; y++) {
      int at = y * (1 + line) + 1;
      if (channels == RgbImage.CHANNELS) {
        System.arraycopy(lines, at, rgb, to, line);
        to += line;
        continue;
      }
      int green = channels > 2 ? 1 : 0;
      int blue = channels > 2 ? 2 : 0;
      for (int i = at; i < at + line; i += channels) {
        rgb[to] = lines[i];
        rgb[to + 1] = lines[i + green];
        rgb[to + 2] = lines[i + blue];
        to += RgbImage.CHANNELS;
      }
    }
    return rgb;
  }
}
