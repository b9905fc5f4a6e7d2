package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.blob.AtomicFile;
import io.seir.export.ExportFolder;
import io.seir.run.RunFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An export as a process of its own, killed between shards that are done and shards that are not.
 */
class ExportKillIT {
  private static final int SHARDS = 4;
  private static final int SAMPLES = 500 * SHARDS;
  private static final int PICTURES = 4;
  private static final int SIDE = 96;
  private static final int KILLED = 128 + 9;

  @TempDir Path folder;

  /** Lines with pictures that are made JPEG one by one, which takes a while. */
  private Path data() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Random random = new Random(5);
    for (int i = 0; i < PICTURES; i++) {
      BufferedImage noise = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < SIDE * SIDE; at++) {
        noise.setRGB(at % SIDE, at / SIDE, random.nextInt(1 << 24));
      }
      ImageIO.write(noise, "png", data.resolve("p" + i + ".png").toFile());
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      lines.add(
          String.format(
              "{\"id\":\"s%d\",\"topic\":\"t%d\",\"question\":\"What is %d?\",\"answer\":\"A number.\","
                  + "\"caption\":\"noise\",\"image\":\"p%d.png\"}",
              i, i, i, i % PICTURES));
    }
    return Files.write(data.resolve("lines.jsonl"), lines);
  }

  private static List<String> command(Path data, Path out) {
    return List.of(
        "export",
        "--data=" + data,
        "--format=hf",
        "--split=train=0.8,test=0.2",
        "--jpeg=90",
        "--out=" + out);
  }

  private Process start(List<String> command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // to be up soon
    line.addAll(List.of("-Djava.awt.headless=true", "-Dai.djl.offline=true", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add("io.seir.cli.Seir");
    line.addAll(command);
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** The reports of shards that are done, and when they were written. */
  private static Map<String, FileTime> reports(Path out) throws IOException {
    Map<String, FileTime> done = new TreeMap<>();
    Path reports = out.resolve(ExportFolder.REPORTS);
    if (Files.isDirectory(reports)) {
      try (Stream<Path> files = Files.list(reports)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (file.toString().endsWith(".json")) {
            done.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
          }
        }
      }
    }
    return done;
  }

  /** Tables that are being written. */
  private static long unfinished(Path out) throws IOException {
    if (!Files.isDirectory(out.resolve("data"))) {
      return 0;
    }
    try (Stream<Path> files = Files.list(out.resolve("data"))) {
      return files.filter(file -> file.toString().endsWith(AtomicFile.PART)).count();
    }
  }

  private static Map<String, String> bytes(Path out) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = out.relativize(file).toString();
        if (!name.startsWith(RunFiles.PRIVATE)) {
          all.put(name, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        }
      }
    }
    return all;
  }

  @Test
  void aKilledExportIsGoneOnWithToTheSameBytes() throws Exception {
    Path data = data();
    Path out = folder.resolve("out");
    Process process = start(command(data, out));
    while (process.isAlive() && (reports(out).isEmpty() || unfinished(out) == 0)) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertEquals(KILLED, process.destroyForcibly().waitFor(), () -> "killed at work: " + log());
    Map<String, FileTime> done = reports(out);
    assertTrue(!done.isEmpty() && done.size() < SHARDS, done.toString());
    assertTrue(unfinished(out) > 0, "a table was half written");
    assertFalse(Files.exists(out.resolve(RunFiles.EXPORT)));

    List<String> again = new ArrayList<>(command(data, out));
    again.add("--resume=always");
    Ended resumed = Ended.of(again.toArray(String[]::new));
    assertEquals(0, resumed.code(), resumed.err());
    Map<String, FileTime> all = reports(out);
    done.forEach(
        (name, time) -> assertEquals(time, all.get(name), name + " was not written again"));
    Path whole = folder.resolve("whole");
    Ended undisturbed = Ended.of(command(data, whole).toArray(String[]::new));
    assertEquals(0, undisturbed.code(), undisturbed.err());
    assertEquals(bytes(whole).keySet(), bytes(out).keySet());
    assertEquals(bytes(whole), bytes(out));
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
