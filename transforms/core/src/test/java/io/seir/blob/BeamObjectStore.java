package io.seir.blob;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Objects under a folder of any filesystem that Beam knows. An object is written under another name
 * and then moved, unless its name is taken; Beam offers nothing stricter, so of two writers within
 * the same instant the later may win, with a reply to the same request.
 */
public final class BeamObjectStore implements ObjectStore {
  private static final String MEDIA_TYPE = "application/octet-stream";

  private final String root;

  /**
   * @param root such as {@code s3://bucket/folder} or {@code file:///folder}
   */
  public BeamObjectStore(String root) {
    this.root = root.endsWith("/") ? root : root + "/";
  }

  @Override
  public byte[] putIfAbsent(String name, byte[] bytes) throws IOException {
    Optional<byte[]> there = get(name);
    if (there.isPresent()) {
      return there.get();
    }
    ResourceId part = resource(name + "." + UUID.randomUUID() + ".part");
    try (OutputStream out = Channels.newOutputStream(FileSystems.create(part, MEDIA_TYPE))) {
      out.write(bytes);
    }
    FileSystems.rename(
        List.of(part),
        List.of(resource(name)),
        MoveOptions.StandardMoveOptions.SKIP_IF_DESTINATION_EXISTS);
    return get(name).orElseThrow(() -> new IOException(root + name + " was not stored"));
  }

  @Override
  public Optional<byte[]> get(String name) throws IOException {
    try (InputStream in = Channels.newInputStream(FileSystems.open(resource(name)))) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return match(folder + "*");
  }

  @Override
  public boolean isEmpty() throws IOException {
    return all().isEmpty();
  }

  @Override
  public List<String> all() throws IOException {
    return match("**");
  }

  private List<String> match(String pattern) throws IOException {
    MatchResult found = FileSystems.match(root + pattern, EmptyMatchTreatment.ALLOW);
    String base = resource("").toString();
    return found.metadata().stream()
        .map(object -> object.resourceId().toString())
        .filter(name -> !name.endsWith(".part"))
        .map(name -> name.substring(name.indexOf(base) + base.length()))
        .sorted()
        .toList();
  }

  private ResourceId resource(String name) {
    return FileSystems.matchNewResource(root + name, name.isEmpty());
  }
}
