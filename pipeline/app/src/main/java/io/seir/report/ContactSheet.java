package io.seir.report;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.blob.SamplePictures;
import io.seir.data.SampleFolder;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** The first turns of a data set at a glance: picture, question, answer and scores. */
public final class ContactSheet {
  /** Its name in the data set's folder. */
  public static final String FILE = "contact-sheet.png";

  private static final int MAX_TURNS = 24;
  private static final int COLUMNS = 4;
  private static final int WIDTH = 300;
  private static final int HEIGHT = 470;
  private static final int MARGIN = 14;
  private static final int PICTURE = WIDTH - 2 * MARGIN;

  private record Tile(
      String topic,
      String question,
      String answer,
      String scores,
      Optional<BufferedImage> picture) {}

  private ContactSheet() {}

  /** Writes the sheet of a data set; does nothing if it has no dialogues. */
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
      draw(g, tiles.get(i));
      g.translate(-(i % columns * WIDTH), -(i / columns * HEIGHT));
    }
    g.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(sheet, "png", bytes);
    AtomicFile.write(folder.resolve(FILE), bytes.toByteArray());
  }

  private static List<Tile> tiles(Path folder) throws IOException {
    List<Tile> tiles = new ArrayList<>();
    SampleFolder.read(
        folder,
        "dialogues",
        sample -> {
          for (Turn turn : sample.turns()) {
            if (tiles.size() < MAX_TURNS) {
              tiles.add(
                  new Tile(
                      sample.topic().map(Topic::text).orElse(""),
                      turn.question().orElse(""),
                      turn.answer().orElse(""),
                      turn.verdict().map(ContactSheet::scores).orElse(""),
                      picture(folder, sample, turn)));
            }
          }
          return tiles.size() < MAX_TURNS;
        });
    return tiles;
  }

  private static Optional<BufferedImage> picture(Path folder, Sample sample, Turn turn) {
    try {
      return turn.image().isEmpty()
          ? Optional.empty()
          : Optional.of(
              PictureReader.decode(
                  SamplePictures.in(Locations.name(folder)).read(sample, turn.image().get())));
    } catch (SamplePictures.UnreadableException | ModelException e) {
      return Optional.empty();
    }
  }

  private static String scores(Verdict verdict) {
    if (verdict instanceof Verdict.Unscored unscored) {
      return "unscored " + unscored.reason();
    }
    return Arrays.stream(JudgeDimension.values())
        .map(dimension -> dimension + " " + verdict.score(dimension).orElseThrow())
        .collect(Collectors.joining("   "));
  }

  private static void draw(Graphics2D g, Tile tile) {
    g.setColor(Color.WHITE);
    g.fillRoundRect(6, 6, WIDTH - 12, HEIGHT - 12, 12, 12);
    if (tile.picture().isPresent()) {
      g.drawImage(half(tile.picture().get()), MARGIN, MARGIN, PICTURE, PICTURE, null);
    }
    int y = MARGIN + PICTURE + 16;
    y = text(g, tile.topic(), Font.ITALIC, 11, new Color(0x888888), y, 1);
    y = text(g, tile.question(), Font.BOLD, 12, new Color(0x222222), y, 4);
    text(g, tile.answer(), Font.PLAIN, 11, new Color(0x444444), y + 3, 4);
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
