package io.seir.embedded.world;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The pixels of a square raster with transparency, without loss. */
final class DeflatedRaster {
  private final int side;
  private final byte[] deflated;

  private DeflatedRaster(int side, byte[] deflated) {
    this.side = side;
    this.deflated = deflated;
  }

  /** Of a raster of the type {@code INT_ARGB_PRE}. */
  static DeflatedRaster of(BufferedImage raster) {
    int side = raster.getWidth();
    byte[] bytes = new byte[side * side * Integer.BYTES];
    int[] pixels = ((DataBufferInt) raster.getRaster().getDataBuffer()).getData();
    ByteBuffer.wrap(bytes).asIntBuffer().put(pixels);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[bytes.length + 64]; // a few bytes more if nothing can be saved
    int length = deflater.deflate(out);
    deflater.end();
    return new DeflatedRaster(side, Arrays.copyOf(out, length));
  }

  long bytes() {
    return deflated.length;
  }

  /** The raster anew. */
  BufferedImage raster() {
    byte[] bytes = new byte[side * side * Integer.BYTES];
    Inflater inflater = new Inflater();
    inflater.setInput(deflated);
    try {
      inflater.inflate(bytes);
    } catch (DataFormatException e) {
      throw new IllegalStateException("own pixels do not inflate", e);
    } finally {
      inflater.end();
    }
    BufferedImage raster = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB_PRE);
    int[] pixels = ((DataBufferInt) raster.getRaster().getDataBuffer()).getData();
    ByteBuffer.wrap(bytes).asIntBuffer().get(pixels);
    return raster;
  }
}
