package io.seir.blob;

import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the pictures that samples name, below one folder of any kind that {@link Locations} knows.
 * Names are untrusted: they cannot lead out of the folder, not even through a link, and Internet
 * addresses are not fetched.
 */
public final class SamplePictures implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|ftp|data|s3|gs):.*");

  /** Empty for the folder of each file. */
  private final List<String> folders;

  private SamplePictures(List<String> folders) {
    this.folders = List.copyOf(folders);
  }

  /** Below one folder. */
  public static SamplePictures in(String folder) {
    Locations.path(
        folder); // a place that nothing here can open is an error now, not one per picture
    return new SamplePictures(List.of(folder));
  }

  /**
   * Below whichever of several folders has them. A name for different pictures in two of them is
   * not read.
   */
  public static SamplePictures inAnyOf(List<String> folders) {
    folders.forEach(Locations::path);
    return new SamplePictures(folders);
  }

  /** Below the folder of the file that each sample was read from. */
  public static SamplePictures besideTheirFile() {
    return new SamplePictures(List.of());
  }

  /** Why a named picture cannot be read; the message is a label to count by. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String label) {
      super(label);
    }

    /** {@code picture_missing}, {@code picture_outside}, {@code not_a_picture}… */
    public String label() {
      return String.valueOf(getMessage());
    }
  }

  /** The label for a picture given as an Internet address, which is not fetched. */
  public static final String ADDRESS_LABEL = "picture_is_an_address";

  /**
   * Reads a picture and checks its header.
   *
   * @throws UnreadableException if it cannot be read
   */
  public Picture read(Sample sample, ImageRef image) throws UnreadableException {
    try {
      Picture picture = image.bytes().isPresent() ? image.bytes().get() : file(sample, image);
      if (image.sha256().filter(known -> !known.equals(picture.sha256())).isPresent()) {
        throw new UnreadableException("picture_changed");
      }
      PictureReader.size(picture);
      return picture;
    } catch (ModelException e) {
      throw new UnreadableException(e.reason());
    } catch (IOException e) {
      throw new UnreadableException("picture_unreadable");
    }
  }

  private static Path path(ImageRef image) throws UnreadableException {
    try {
      return Path.of(image.uri());
    } catch (InvalidPathException e) {
      throw new UnreadableException("picture_unreadable");
    }
  }

  private Picture file(Sample sample, ImageRef image) throws IOException, UnreadableException {
    if (ADDRESS.matcher(image.uri()).matches()) {
      throw new UnreadableException(ADDRESS_LABEL);
    }
    Path named = path(image);
    List<String> roots =
        folders.isEmpty()
            ? sample.source().flatMap(Sample.Source::folder).stream().toList()
            : folders;
    if (roots.isEmpty() || named.isAbsolute()) {
      throw new UnreadableException("picture_outside");
    }
    Optional<Picture> found = Optional.empty();
    for (String root : roots) {
      Optional<Picture> here = below(Locations.path(root), image);
      if (here.isPresent()
          && found.isPresent()
          && !found.get().sha256().equals(here.get().sha256())) {
        throw new UnreadableException("picture_ambiguous");
      }
      found = here.isPresent() ? here : found;
    }
    return found.orElseThrow(() -> new UnreadableException("picture_missing"));
  }

  private static Optional<Picture> below(Path root, ImageRef image)
      throws IOException, UnreadableException {
    Path file = root.resolve(image.uri()).normalize();
    if (!file.startsWith(root.normalize())) {
      throw new UnreadableException("picture_outside");
    }
    return Locations.io(
        () -> {
          if (!Files.isRegularFile(file)) {
            return Optional.empty();
          }
          if (Locations.isLocal(file) && !file.toRealPath().startsWith(root.toRealPath())) {
            throw new UnreadableException("picture_outside");
          }
          if (Files.size(file) > PictureReader.MAX_BYTES) {
            throw new UnreadableException("picture_too_large");
          }
          return Optional.of(new Picture(Files.readAllBytes(file)));
        });
  }
}
