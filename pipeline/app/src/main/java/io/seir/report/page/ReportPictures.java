package io.seir.report.page;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.blob.SamplePictures;
import io.seir.sample.ImageRef;
import io.seir.sample.Picture;
import io.seir.sample.Refinement;
import io.seir.sample.Round;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The pictures of a report: those of turns and of all rounds, each once, named by its hash. */
final class ReportPictures {
  /** Pictures of our own data sets are named by their hash already. */
  private static final Pattern OURS =
      Pattern.compile("images/[0-9a-f]{2}/[0-9a-f]{64}\\.(png|jpg)");

  private final Path out;
  private final SamplePictures pictures;

  /**
   * @param out the report's folder
   * @param pictures where the pictures of the samples are
   */
  ReportPictures(Path out, SamplePictures pictures) {
    this.out = out;
    this.pictures = pictures;
  }

  /** Puts a sample's pictures into the folder; where each is now, by its name in the sample. */
  Map<String, String> of(Sample sample) throws IOException {
    Map<String, String> named = new TreeMap<>();
    for (Turn turn : sample.turns()) {
      if (turn.image().isPresent()) {
        put(sample, turn.image().get(), named);
      }
      for (Refinement made : turn.lineage()) {
        for (Round round : made.rounds()) {
          if (round.draft().image().isPresent()) {
            put(sample, round.draft().image().get(), named);
          }
        }
      }
    }
    return named;
  }

  /** Puts a picture into the folder; one that cannot be had is left out. */
  private void put(Sample sample, ImageRef image, Map<String, String> named) throws IOException {
    if (named.containsKey(image.uri())) {
      return;
    }
    if (OURS.matcher(image.uri()).matches() && linked(sample, image.uri())) {
      named.put(image.uri(), image.uri());
      return;
    }
    try {
      Picture picture = pictures.read(sample, image);
      String hash = picture.sha256();
      String name = "images/" + hash.substring(0, 2) + "/" + hash + "." + picture.extension();
      if (!Files.exists(out.resolve(name))) {
        AtomicFile.write(out.resolve(name), picture.bytes());
      }
      named.put(image.uri(), name);
    } catch (SamplePictures.UnreadableException e) {
      return; // the line says which picture it names, and its fault where there is one
    }
  }

  /** A data set's own picture is the same file, where the file system has links. */
  private boolean linked(Sample sample, String name) throws IOException {
    Path here = out.resolve(name);
    if (Files.exists(here)) {
      return true;
    }
    Optional<Path> folder = sample.source().flatMap(Sample.Source::folder).map(Locations::path);
    if (folder.isEmpty() || !Locations.isLocal(folder.get()) || !Locations.isLocal(here)) {
      return false;
    }
    Path there = folder.get().resolve(name);
    if (!Files.isRegularFile(there) || Files.isSymbolicLink(there)) {
      return false;
    }
    try {
      Files.createDirectories(here.getParent());
      Files.createLink(here, there.toRealPath());
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // another disk, or one without links: the picture is copied
    }
  }
}
