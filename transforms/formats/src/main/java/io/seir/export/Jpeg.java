package io.seir.export;

import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Converts pictures to JPEG; transparent parts become white. */
final class Jpeg {
  private static final int BEST = 100;

  private Jpeg() {}

  /** The picture itself if it is JPEG already: encoding it again would lose for nothing. */
  static Picture of(Picture picture, int quality) throws LeftOutException {
    if (picture.mediaType().equals("image/jpeg")) {
      return picture;
    }
    BufferedImage decoded;
    try {
      decoded = PictureReader.decode(picture);
    } catch (ModelException e) {
      throw new LeftOutException(e.reason());
    }
    BufferedImage opaque =
        new BufferedImage(decoded.getWidth(), decoded.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(decoded, 0, 0, Color.WHITE, null);
    graphics.dispose();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality / (float) BEST);
      writer.setOutput(out);
      writer.write(null, new IIOImage(opaque, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    } finally {
      writer.dispose();
    }
    return new Picture(bytes.toByteArray());
  }
}
