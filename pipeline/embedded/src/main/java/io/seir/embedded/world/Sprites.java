package io.seir.embedded.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import io.seir.embedded.cache.Remembered;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The icons as rasters, each drawn once from its SVG and then halved, so that a scene scales a
 * raster by a factor between one half and one. Thread-safe.
 *
 * <p>What was drawn is kept deflated, some 16 KB an icon instead of 350, so that all icons have
 * room in a small heap: drawing takes 20 times as long as inflating. Those used last are ready as
 * well.
 */
public final class Sprites {
  private static final int LARGEST = 256;
  private static final int LEVELS = 5;
  private static final Sprites SHARED = new Sprites();

  private static final long DEFLATED_BYTES = 64L << 20;
  private static final long READY_BYTES = 24L << 20;

  /** An icon as it comes, or painted. */
  private record Key(IconSet set, String icon, Optional<Colour> colour) {}

  private record Level(Key key, int level) {}

  private final Map<IconSet, JsonNode> sets = new EnumMap<>(IconSet.class);
  private final Remembered<Key, List<DeflatedRaster>> deflated =
      Remembered.atMost(
          DEFLATED_BYTES, (key, levels) -> levels.stream().mapToLong(DeflatedRaster::bytes).sum());
  private final Remembered<Level, BufferedImage> ready =
      Remembered.atMost(READY_BYTES, (key, raster) -> 4L * raster.getWidth() * raster.getHeight());

  private Sprites() {
    for (IconSet set : IconSet.values()) {
      sets.put(set, read(set));
    }
  }

  /** One cache a class loader. */
  public static Sprites shared() {
    return SHARED;
  }

  /** The smallest stored raster with at least {@code pixels} a side (the largest if none has). */
  BufferedImage atLeast(IconSet set, String icon, Optional<Colour> colour, double pixels) {
    int level = 0;
    while (level + 1 < LEVELS && LARGEST >> (level + 1) >= pixels) {
      level++;
    }
    return ready.computeIfAbsent(
        new Level(new Key(set, icon, colour), level),
        wanted ->
            deflated.computeIfAbsent(wanted.key(), this::rasterise).get(wanted.level()).raster());
  }

  private List<DeflatedRaster> rasterise(Key key) {
    List<DeflatedRaster> out = new ArrayList<>();
    BufferedImage icon =
        draw(Objects.requireNonNull(sets.get(key.set())).path(key.icon()).asText());
    BufferedImage raster = key.colour().map(colour -> Brush.paint(icon, colour)).orElse(icon);
    for (int level = 0; level < LEVELS; level++) {
      out.add(DeflatedRaster.of(raster));
      raster = halve(raster);
    }
    return out;
  }

  private static BufferedImage draw(String svg) {
    SVGDocument document =
        new SVGLoader()
            .load(
                new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                null,
                LoaderContext.createDefault());
    if (document == null) {
      throw new IllegalStateException("an icon's SVG does not parse");
    }
    BufferedImage image = new BufferedImage(LARGEST, LARGEST, BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    document.render(null, g, new ViewBox(0, 0, LARGEST, LARGEST));
    g.dispose();
    return image;
  }

  private static BufferedImage halve(BufferedImage from) {
    int side = from.getWidth() / 2;
    BufferedImage to = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D g = to.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(from, 0, 0, side, side, null);
    g.dispose();
    return to;
  }

  private static JsonNode read(IconSet set) {
    String resource = "/io/seir/embedded/icons/" + set.id() + ".json.gz";
    try (InputStream in = Sprites.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing: build with Maven");
      }
      return new ObjectMapper().readTree(new GZIPInputStream(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
