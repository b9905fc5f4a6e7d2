package io.seir.embedded.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The icons as rasters, each drawn from its SVG and then halved, so that a scene scales a raster by
 * a factor between one half and one. Thread-safe; keeps those used last, within an eighth of the
 * heap.
 */
public final class Sprites {
  private static final int LARGEST = 256;
  private static final int LEVELS = 5;
  private static final Sprites SHARED = new Sprites();

  /** 256² pixels of four bytes, and a third more for the halved ones. */
  private static final long SPRITE_BYTES = LARGEST * LARGEST * 4 * 4 / 3;

  private static final int KEPT =
      (int) Math.max(64, Math.min(2048, Runtime.getRuntime().maxMemory() / 8 / SPRITE_BYTES));

  /** An icon as it comes, or painted. */
  private record Key(IconSet set, String icon, Optional<Colour> colour) {}

  private final Map<IconSet, JsonNode> sets = new EnumMap<>(IconSet.class);
  private final Map<Key, BufferedImage[]> levels =
      Collections.synchronizedMap(
          new LinkedHashMap<>(KEPT, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, BufferedImage[]> eldest) {
              return size() > KEPT;
            }
          });

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
    Key key = new Key(set, icon, colour);
    BufferedImage[] stored = levels.get(key);
    if (stored == null) {
      stored = rasterise(key);
      levels.put(key, stored);
    }
    int level = 0;
    while (level + 1 < LEVELS && stored[level + 1].getWidth() >= pixels) {
      level++;
    }
    return stored[level];
  }

  private BufferedImage[] rasterise(Key key) {
    BufferedImage[] out = new BufferedImage[LEVELS];
    BufferedImage icon =
        draw(Objects.requireNonNull(sets.get(key.set())).path(key.icon()).asText());
    out[0] = key.colour().map(colour -> Brush.paint(icon, colour)).orElse(icon);
    for (int i = 1; i < LEVELS; i++) {
      out[i] = halve(out[i - 1]);
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
