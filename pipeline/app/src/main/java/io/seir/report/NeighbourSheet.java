package io.seir.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws queries with their nearest pictures: one row per query, with the query on the left. */
final class NeighbourSheet {
  /** Width and height of a picture, in pixels. */
  static final int PICTURE = 150;

  private static final int GAP = 8;
  private static final int TILE = PICTURE + GAP;
  private static final int QUERY = PICTURE + 60;
  private static final int CAPTION = 34;
  private static final int HEIGHT = PICTURE + CAPTION + 2 * GAP;
  private static final Color PAPER = new Color(0xF4F2EE);
  private static final Color SCORE = new Color(0x2C7A4B);
  private static final Color INK = new Color(0x222222);
  private static final Color GREY = new Color(0x777777);

  /**
   * What is drawn in one tile.
   *
   * @param text drawn if there is no picture
   * @param score empty for a query
   * @param name below the picture
   */
  record Tile(String text, String score, String name, Optional<BufferedImage> picture) {}

  /** A query and its nearest neighbours, best first. */
  record Line(Tile query, List<Tile> nearest) {
    Line {
      nearest = List.copyOf(nearest);
    }
  }

  private NeighbourSheet() {}

  /** Draws the sheet; needs at least one line. */
  static BufferedImage draw(List<Line> lines) {
    int most = lines.stream().mapToInt(line -> line.nearest().size()).max().orElse(0);
    BufferedImage sheet =
        new BufferedImage(
            QUERY + most * TILE + 3 * GAP, lines.size() * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(PAPER);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int row = 0; row < lines.size(); row++) {
      int y = row * HEIGHT + GAP;
      g.setColor(Color.WHITE);
      g.fillRoundRect(GAP / 2, y - GAP / 2, QUERY, HEIGHT - GAP, 12, 12);
      draw(g, lines.get(row).query(), GAP, y, QUERY - 2 * GAP, Font.BOLD);
      for (int i = 0; i < lines.get(row).nearest().size(); i++) {
        int x = QUERY + 2 * GAP + i * TILE;
        draw(g, lines.get(row).nearest().get(i), x, y, PICTURE, Font.PLAIN);
      }
    }
    g.dispose();
    return sheet;
  }

  private static void draw(Graphics2D g, Tile tile, int x, int y, int width, int style) {
    if (tile.picture().isPresent()) {
      BufferedImage picture = tile.picture().get();
      int left = x + (width - picture.getWidth()) / 2;
      g.drawImage(picture, left, y + (PICTURE - picture.getHeight()) / 2, null);
    } else {
      g.setFont(new Font(Font.SANS_SERIF, style, style == Font.BOLD ? 14 : 11));
      g.setColor(INK);
      int line = y + g.getFontMetrics().getAscent() + 2;
      int most = (PICTURE - 4) / g.getFontMetrics().getHeight();
      for (String words : wrapped(g.getFontMetrics(), tile.text(), width - 4, most)) {
        g.drawString(words, x + 2, line);
        line += g.getFontMetrics().getHeight();
      }
    }
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 11));
    g.setColor(SCORE);
    g.drawString(tile.score(), x + 2, y + PICTURE + 14);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
    g.setColor(GREY);
    wrapped(g.getFontMetrics(), tile.name(), width - 4, 1)
        .forEach(name -> g.drawString(name, x + 2, y + PICTURE + 28));
  }

  /** Scales a picture to fit a tile, halving it first for quality. */
  static BufferedImage scaled(BufferedImage picture) {
    double scale =
        Math.min(1, PICTURE / (double) Math.max(picture.getWidth(), picture.getHeight()));
    int width = Math.max(1, (int) Math.round(scale * picture.getWidth()));
    int height = Math.max(1, (int) Math.round(scale * picture.getHeight()));
    BufferedImage from = picture;
    while (from.getWidth() >= 2 * width && from.getHeight() >= 2 * height && scale < 1) {
      from = resized(from, from.getWidth() / 2, from.getHeight() / 2);
    }
    return resized(from, width, height);
  }

  private static BufferedImage resized(BufferedImage picture, int width, int height) {
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = small.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.drawImage(picture, 0, 0, width, height, null);
    g.dispose();
    return small;
  }

  /** Wraps text to the width; what does not fit ends in an ellipsis. */
  static List<String> wrapped(FontMetrics metrics, String text, int width, int most) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.strip().split("\\s+", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (metrics.stringWidth(longer) <= width || line.isEmpty()) {
        line = longer;
      } else if (lines.size() == most - 1) {
        lines.add(cut(metrics, longer + " …", width));
        return lines;
      } else {
        lines.add(cut(metrics, line, width));
        line = word;
      }
    }
    lines.add(cut(metrics, line, width));
    return lines;
  }

  private static String cut(FontMetrics metrics, String text, int width) {
    String fits = text;
    while (metrics.stringWidth(fits) > width && fits.length() > 1) {
      fits = fits.substring(0, fits.length() - 2).stripTrailing() + "…";
    }
    return fits;
  }
}
