package io.seir.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.cli.Seir;
import io.seir.embedded.world.PngWriter;
import io.seir.embedded.world.RandomScenes;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneObject;
import io.seir.embedded.world.SceneRenderer;
import io.seir.kernels.HostImages;
import io.seir.kernels.ImageQuality;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.kernels.RaggedRows;
import io.seir.kernels.SharedKernels;
import io.seir.kernels.SynergyBatch;
import io.seir.kernels.SynergyFeatures;
import io.seir.model.DecodedPicture;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ModelsConfig;
import io.seir.model.PreparedPicture;
import io.seir.model.TextImageEncoder;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * {@code score} end to end, beside a plain sequential way (one turn at a time on one thread) and
 * the floor counted from its parts, and beside the encoder alone on the same batches, all in one
 * run. Some features of the command are compared with those of the plain way first. Arguments: a
 * folder for data, which are made if they are not there; the number of answers; png or jpeg; and
 * {@code embedded} or an encoder's folder.
 */
final class ScoreBench {
  private static final int SIDE = 512;
  private static final int MOST_ALONE = 400;
  private static final int FEW = 64;

  /** How far features may lie apart: rows of fp16, and four digits. */
  private static final double ROUNDING = 2e-3;

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final Path data;
  private final Path results;
  private final int samples;
  private final String models;
  private final TextImageEncoder encoder;
  private final Kernels kernels = SharedKernels.of(KernelSelector.Choice.AUTO).kernels();
  private final List<JsonNode> lines = new ArrayList<>();
  private final Map<String, Double> parts = new HashMap<>();

  private record Plain(SynergyFeatures synergy, ImageQuality quality) {}

  private ScoreBench(Path folder, int samples, String form, String models) throws IOException {
    this.data = folder.resolve(form + "-" + samples);
    this.results = folder.resolve("results");
    this.samples = samples;
    Path config = folder.resolve("models.yaml");
    Files.createDirectories(folder);
    Files.writeString(
        config, "judgeEncoder: {provider: onnx, folder: \"" + models + "\", device: cpu}\n");
    this.models = models.equals("embedded") ? models : config.toString();
    ModelsConfig known =
        models.equals("embedded")
            ? ModelsConfig.all(models)
            : ModelsConfig.parse(Files.readString(config));
    this.encoder = known.open().judgeEncoder().orElseThrow();
    make(form);
  }

  public static void main(String[] arguments) throws Exception {
    new ScoreBench(
            Path.of(arguments[0]).toAbsolutePath(),
            Integer.parseInt(arguments[1]),
            arguments[2],
            arguments[3])
        .run();
    System.exit(0);
  }

  private Path file() {
    return data.resolve("answers.jsonl");
  }

  private void make(String form) throws IOException {
    if (!Files.exists(file())) {
      Files.createDirectories(data.resolve("pictures"));
      RandomScenes scenes = RandomScenes.even(7);
      SceneRenderer renderer = new SceneRenderer();
      try (Writer out = Files.newBufferedWriter(data.resolve("answers.part"))) {
        for (int i = 0; i < samples; i++) {
          Scene scene = scenes.next();
          String name = String.format(Locale.ROOT, "pictures/%06d.%s", i, form);
          Files.write(data.resolve(name), bytes(renderer.render(scene, SIDE), form));
          ObjectNode line = JsonCoder.mapper().createObjectNode();
          List<String> things = new ArrayList<>();
          for (SceneObject object : scene.objects()) {
            things.add(object.concept().names().get(0));
          }
          String thing = things.get(0);
          line.put("id", "s" + i).put("question", "What is the " + thing + " for?");
          line.put(
              "answer",
              "The "
                  + thing
                  + " is something that people know well. It stands on the ground here, as the"
                  + " picture shows, and is often seen with others of its kind.");
          line.put("caption", "a picture of " + String.join(" and ", things)).put("image", name);
          out.write(line + "\n");
        }
      }
      Files.move(data.resolve("answers.part"), file());
    }
    for (String line : Files.readAllLines(file())) {
      lines.add(JsonCoder.mapper().readTree(line));
    }
  }

  private static byte[] bytes(BufferedImage picture, String form) throws IOException {
    if (form.equals("png")) {
      return PngWriter.write(picture);
    }
    BufferedImage opaque =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D g = opaque.createGraphics();
    g.drawImage(picture, 0, 0, Color.WHITE, null);
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(opaque, "jpeg", out);
    return out.toByteArray();
  }

  private void run() throws Exception {
    int alone = Math.min(samples - FEW, models.equals("embedded") ? MOST_ALONE : FEW);
    score(FEW); // loads, and is compared
    validate();
    plain(alone / 4);
    parts.clear();
    long start = System.nanoTime();
    plain(alone);
    double plain = (System.nanoTime() - start) / 1e9 / alone;
    double batched = encoderAlone(alone);
    double few = score(FEW);
    double command = (score(samples) - few) / (samples - FEW); // start-up apart
    System.out.printf(
        Locale.ROOT,
        "%d answers, %s, %s, batch %d, %s, %d cores, -Xmx %d MB%n",
        samples,
        data.getFileName(),
        models,
        encoder.batch(),
        kernels.engine(),
        CORES,
        Runtime.getRuntime().maxMemory() >> 20);
    // A picture that is encoded by itself is decoded and prepared once more.
    parts.merge("pictures", -parts.get("decode") - parts.get("prepare"), Double::sum);
    double floor = parts.values().stream().mapToDouble(d -> d).sum() / alone / CORES;
    parts.forEach(
        (part, seconds) ->
            System.out.printf(
                Locale.ROOT,
                "  %-9s %7.3f ms per turn and core (%2.0f %%)%n",
                part,
                1e3 * seconds / alone,
                100 * seconds / alone / CORES / floor));
    report("score", command);
    report("plain, one thread", plain);
    report("floor", floor);
    report("encoder alone", batched);
    System.out.printf(
        Locale.ROOT,
        "score / floor %.2f, score / encoder alone %.2f, plain / score %.2f%n",
        command / floor,
        command / batched,
        plain / command);
  }

  private static void report(String what, double seconds) {
    System.out.printf(Locale.ROOT, "%-18s %8.1f turns/s%n", what, 1 / seconds);
  }

  /** Seconds that the command takes. */
  private double score(int count) throws IOException {
    Path some = data.resolve("first-" + count + ".jsonl");
    Files.write(some, lines.subList(0, count).stream().map(JsonNode::toString).toList());
    delete(results);
    long start = System.nanoTime();
    int code =
        Seir.run("score", "--data=" + some, "--models=" + models, "--no-ranks", "--out=" + results);
    if (code != 0) {
      throw new IllegalStateException("score ended with " + code);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        delete(file);
        Files.deleteIfExists(file);
      }
    }
    Files.delete(folder);
  }

  private void validate() throws Exception {
    Map<String, JsonNode> features = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(results, "features-*.jsonl")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          JsonNode sample = JsonCoder.mapper().readTree(line);
          features.put(sample.path("id").asText(), sample.path("features"));
        }
      }
    }
    for (int i = 0; i < features.size(); i++) {
      Plain expected = plain(lines.get(i));
      JsonNode actual = features.get(lines.get(i).path("id").asText());
      near(expected.synergy().captionCoverage(), actual, "captionCoverage");
      near(expected.synergy().answerImage(), actual, "answerImage");
      near(expected.quality().contrast(), actual, "contrast");
    }
  }

  private static void near(double expected, JsonNode features, String name) {
    if (!features.has(name) || Math.abs(features.path(name).asDouble() - expected) > ROUNDING) {
      throw new IllegalStateException(name + " is " + features.path(name) + ", not " + expected);
    }
  }

  private <T> T timed(String part, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    T result = work.call();
    parts.merge(part, (System.nanoTime() - start) / 1e9, Double::sum);
    return result;
  }

  private void plain(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      plain(lines.get(i));
    }
  }

  /** One turn at a time. */
  private Plain plain(JsonNode line) throws Exception {
    Picture picture =
        timed(
            "read",
            () -> new Picture(Files.readAllBytes(data.resolve(line.path("image").asText()))));
    DecodedPicture decoded = timed("decode", () -> DecodedPicture.of(picture));
    ImageQuality quality =
        timed("quality", () -> ImageQuality.of(HostImages.sums(decoded.pixels())));
    timed("prepare", () -> encoder.prepare(decoded));
    EncodedImage image = timed("pictures", () -> encoder.encode(picture));
    List<EncodedText> texts =
        timed(
            "texts",
            () ->
                List.of(
                    encoder.encode(line.path("answer").asText()),
                    encoder.encode(line.path("caption").asText()),
                    encoder.encode(line.path("question").asText())));
    SynergyFeatures synergy =
        timed(
            "kernels",
            () -> {
              kernels.synergy(batch(texts.get(2), texts.get(0), image));
              return kernels.synergy(batch(texts.get(0), texts.get(1), image)).get(0);
            });
    return new Plain(synergy, quality);
  }

  private SynergyBatch batch(EncodedText first, EncodedText second, EncodedImage image) {
    int d = encoder.dimension();
    return new SynergyBatch(
        RaggedRows.single(d, first.tokens()),
        first.weights(),
        RaggedRows.single(d, first.global()),
        RaggedRows.single(d, second.tokens()),
        second.weights(),
        RaggedRows.single(d, second.global()),
        RaggedRows.single(d, image.patches()),
        RaggedRows.single(d, image.global()));
  }

  /** Seconds per turn that the encoder takes on all cores, everything being prepared. */
  private double encoderAlone(int count) throws Exception {
    List<PreparedPicture> prepared = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path file = data.resolve(lines.get(samples - 1 - i).path("image").asText());
      prepared.add(encoder.prepare(DecodedPicture.of(new Picture(Files.readAllBytes(file)))));
    }
    List<JsonNode> last = lines.subList(samples - count, samples);
    int each = (count + CORES - 1) / CORES;
    ExecutorService threads = Executors.newFixedThreadPool(CORES);
    long start = System.nanoTime();
    List<Future<Optional<Object>>> running =
        threads.invokeAll(
            IntStream.range(0, CORES)
                .<Callable<Optional<Object>>>mapToObj(
                    core ->
                        () -> {
                          int from = Math.min(count, core * each);
                          int to = Math.min(count, from + each);
                          encoder.encodePrepared(prepared.subList(from, to));
                          for (String key : List.of("question", "answer", "caption")) {
                            encoder.encodeTexts(
                                last.subList(from, to).stream()
                                    .map(line -> line.path(key).asText())
                                    .toList());
                          }
                          return Optional.empty();
                        })
                .toList());
    for (Future<Optional<Object>> one : running) {
      one.get();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    threads.shutdown();
    return seconds / count;
  }
}
