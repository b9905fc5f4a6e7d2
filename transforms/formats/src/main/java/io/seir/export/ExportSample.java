package io.seir.export;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.blob.SamplePictures;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A sample being exported, with its pictures in the requested form. */
public final class ExportSample {
  private static final Pattern PLACEHOLDER = Pattern.compile("<(image|image_gen|video|audio)>");

  private final Sample sample;
  private final ExportSettings settings;
  private final Map<String, Picture> known = new HashMap<>();

  ExportSample(Sample sample, ExportSettings settings) {
    this.sample = sample;
    this.settings = settings;
  }

  public Sample sample() {
    return sample;
  }

  public List<Turn> turns() {
    return sample.turns();
  }

  /** Unique in the export. */
  public String id() {
    return settings.systems() && sample.system().isPresent()
        ? sample.system().get() + "/" + sample.id()
        : sample.id();
  }

  /** Whether a turn shows a picture. */
  public boolean shows(int turn) {
    return turns().get(turn).image().isPresent();
  }

  /**
   * The picture of a turn, as it is or as JPEG.
   *
   * @throws LeftOutException if there is none, or it cannot be read
   */
  public Picture picture(int turn) throws LeftOutException {
    Turn of = turns().get(turn);
    if (of.fault().isPresent()) {
      throw new LeftOutException(of.fault().get());
    }
    return picture(of.image().orElseThrow(() -> new LeftOutException("no_picture")));
  }

  /** Any picture of the sample. */
  public Picture picture(ImageRef image) throws LeftOutException {
    Picture picture = known.get(image.uri());
    if (picture == null) {
      try {
        picture = settings.pictures().read(sample, image);
        if (!image.uri().contains(picture.sha256())) { // not one of ours: they were decoded once
          PictureReader.check(picture);
        }
      } catch (SamplePictures.UnreadableException e) {
        throw new LeftOutException(e.label());
      } catch (ModelException e) {
        throw new LeftOutException(e.reason());
      }
      if (settings.jpeg() > 0) {
        picture = Jpeg.of(picture, settings.jpeg());
      }
      known.put(image.uri(), picture);
    }
    return picture;
  }

  /**
   * Stores a picture in the export, once whoever shows it.
   *
   * @return its path, as lines name it
   */
  public String stored(Picture picture) throws IOException {
    String name = stored(picture, "");
    return settings.absolute()
        ? Locations.name(Locations.path(settings.folder()).resolve(name))
        : name;
  }

  /**
   * The same below a folder of the export, which the path is relative to.
   *
   * @param below empty, or with a slash at its end
   */
  public String stored(Picture picture, String below) throws IOException {
    String hash = picture.sha256();
    String name = "images/" + hash.substring(0, 2) + "/" + hash + "." + ending(picture);
    Path file = Locations.path(settings.folder()).resolve(below + name);
    if (!Files.exists(file)) {
      AtomicFile.write(file, picture.bytes());
    }
    return name;
  }

  /** The ending that readers know a picture by. */
  static String ending(Picture picture) {
    return picture.mediaType().equals("image/gif") ? "gif" : picture.extension();
  }

  /**
   * A text of the sample, in which no words pass for what trainers take for a picture.
   *
   * @param token that stands for a picture
   */
  public static String plain(String text, String token) {
    String tame = PLACEHOLDER.matcher(text).replaceAll("< $1 >");
    return token.length() < 2 || PLACEHOLDER.matcher(token).matches()
        ? tame
        : tame.replace(token, token.charAt(0) + " " + token.substring(1));
  }
}
