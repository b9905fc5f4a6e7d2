package io.seir.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.blob.AtomicFile;
import io.seir.data.DataSetFolder;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** The first turns of a data set at a glance: picture, question, answer and scores. */
public final class ContactSheet {
  /** Its name in the data set's folder. */
  public static final String FILE = "contact-sheet.png";

  private static final int MOST = 24;
  private static final int COLUMNS = 4;
  private static final int WIDTH = 300;
  private static final int HEIGHT = 470;
  private static final int MARGIN = 14;
  private static final int PICTURE = WIDTH - 2 * MARGIN;

  private record Tile(String topic, String question, String answer, String scores, String image) {}

  private ContactSheet() {}

  /** Writes the sheet of a data set; nothing if it holds no dialogue. */
  public static void write(Path folder) throws IOException {
    List<Tile> tiles = tiles(folder);
    if (tiles.isEmpty()) {
      return;
    }
    int columns = Math.min(COLUMNS, tiles.size());
    int rows = (tiles.size() + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(columns * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.setColor(new Color(0xF4F2EE));
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < tiles.size(); i++) {
      g.translate(i % columns * WIDTH, i / columns * HEIGHT);
      draw(g, tiles.get(i), folder);
      g.translate(-(i % columns * WIDTH), -(i / columns * HEIGHT));
    }
    g.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(sheet, "png", bytes);
    AtomicFile.write(folder.resolve(FILE), bytes.toByteArray());
  }

  private static List<Tile> tiles(Path folder) throws IOException {
    List<Tile> tiles = new ArrayList<>();
    DataSetFolder.read(
        folder,
        dialogue -> {
          JsonNode said = dialogue.path("conversations");
          for (int turn = 0; 2 * turn + 1 < said.size() && tiles.size() < MOST; turn++) {
            tiles.add(
                new Tile(
                    dialogue.path("topic").asText(),
                    said.get(2 * turn).path("value").asText(),
                    said.get(2 * turn + 1).path("value").asText(),
                    scores(dialogue.path("scores").path(turn)),
                    said.get(2 * turn + 1).path("image").asText()));
          }
          return tiles.size() < MOST;
        });
    return tiles;
  }

  private static String scores(JsonNode scores) {
    List<String> parts = new ArrayList<>();
    scores.fields().forEachRemaining(s -> parts.add(s.getKey() + " " + s.getValue().asText()));
    return String.join("   ", parts);
  }

  private static void draw(Graphics2D g, Tile tile, Path folder) throws IOException {
    g.setColor(Color.WHITE);
    g.fillRoundRect(6, 6, WIDTH - 12, HEIGHT - 12, 12, 12);
    Optional<BufferedImage> picture = DataSetFolder.picture(folder, tile.image());
    if (picture.isPresent()) {
      g.drawImage(half(picture.get()), MARGIN, MARGIN, PICTURE, PICTURE, null);
    }
    int y = MARGIN + PICTURE + 16;
    y = text(g, tile.topic(), Font.ITALIC, 11, new Color(0x888888), y, 1);
    y = text(g, tile.question(), Font.BOLD, 12, new Color(0x222222), y, 4);
    y = text(g, tile.answer(), Font.PLAIN, 11, new Color(0x444444), y + 3, 4);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 10));
    g.setColor(new Color(0x2C7A4B));
    g.drawString(tile.scores(), MARGIN, HEIGHT - 16);
  }

  /** Half the size, so that scaling down further stays smooth. */
  private static BufferedImage half(BufferedImage picture) {
    if (picture.getWidth() < 2 * PICTURE - 64) {
      return picture;
    }
    int wide = picture.getWidth() / 2;
    int high = picture.getHeight() / 2;
    BufferedImage half = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = half.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(picture, 0, 0, wide, high, null);
    g.dispose();
    return half;
  }

  private static int text(
      Graphics2D g, String text, int style, int size, Color color, int y, int lines) {
    g.setFont(new Font(Font.SANS_SERIF, style, size));
    g.setColor(color);
    FontMetrics metrics = g.getFontMetrics();
    StringBuilder line = new StringBuilder();
    int drawn = 0;
    for (String word : text.split("\\s+", -1)) {
      if (metrics.stringWidth(line + " " + word + " …") > PICTURE && !line.isEmpty()) {
        drawn++;
        g.drawString(drawn == lines ? line + " …" : line.toString(), MARGIN, y);
        y += metrics.getHeight();
        line.setLength(0);
        if (drawn == lines) {
          return y;
        }
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    g.drawString(line.toString(), MARGIN, y);
    return y + metrics.getHeight();
  }
}
