package io.seir.blob;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects under a path of a filesystem whose files appear complete when they are closed, as in
 * Cloud Storage; the server's own precondition ensures that an object is written only if it is
 * absent.
 */
public final class PathObjectStore implements ObjectStore {
  private final Path root;

  public PathObjectStore(Path root) {
    this.root = root;
  }

  @Override
  public byte[] putIfAbsent(String name, byte[] bytes) throws IOException {
    Path file = root.resolve(name);
    try {
      if (Locations.isLocal(file)) {
        Files.createDirectories(file.getParent());
      }
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return bytes;
    } catch (FileAlreadyExistsException e) {
      return Files.readAllBytes(file);
    }
  }

  @Override
  public Optional<byte[]> get(String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(root.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(folder))) {
      for (Path file : files) {
        names.add(folder + file.getFileName());
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    names.sort(null);
    return names;
  }

  @Override
  public boolean isEmpty() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
      return !files.iterator().hasNext();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return true;
    }
  }

  @Override
  public List<String> all() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
