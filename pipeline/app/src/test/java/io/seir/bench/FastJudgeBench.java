package io.seir.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.DataSetLines;
import io.seir.cli.Ended;
import io.seir.judge.Agreement;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * The fast judge against the embedded model judge. Makes turns of the embedded models at depth 0
 * and 2, spoils half of them (another one's picture, another one's answer, half the answer, a
 * picture with noise, blur or too much light), learns a calibration from some 2,000 of them and
 * compares on 2,000 others, of other seeds. Prints agreement, and for several bounds of a cascade
 * the share of calls saved and what is lost. Argument: a folder to write to; the calibration is in
 * {@code FOLDER/calibration}.
 */
public final class FastJudgeBench {
  private static final int DIALOGUES = 500;

  private FastJudgeBench() {}

  public static void main(String[] args) throws Exception {
    Path out = Path.of(args[0]);
    Files.createDirectories(out);
    Path learn = material(out, "learn", 11);
    Path test = material(out, "test", 77);
    run("judge", "--answers", learn, "--images", out, "--out", out.resolve("learn-judged"));
    run(
        "score",
        "--data",
        learn,
        "--images",
        out,
        "--models",
        "embedded",
        "--out",
        out.resolve("learn-scored"));
    System.out.println(
        run(
            "calibrate",
            "--items",
            out.resolve("learn-judged"),
            "--items",
            out.resolve("learn-scored"),
            "--truth",
            "judge",
            "--out",
            out.resolve("calibration")));
    Path calibration = out.resolve("calibration/calibration.json");
    long start = System.nanoTime();
    run("judge", "--answers", test, "--images", out, "--out", out.resolve("test-model"));
    double modelSeconds = (System.nanoTime() - start) / 1e9;
    Map<String, double[]> model = labels(out.resolve("test-model"));
    for (String clear : new String[] {"fast", "0.9", "0.75", "0.6", "0.45", "0.3"}) {
      Path folder = out.resolve("test-" + clear);
      List<Object> command =
          new ArrayList<>(
              List.of(
                  "judge",
                  "--answers",
                  test,
                  "--images",
                  out,
                  "--out",
                  folder,
                  "--calibration",
                  calibration));
      command.addAll(
          clear.equals("fast")
              ? List.of("--judge", "fast")
              : List.of("--judge", "cascade", "--clear", clear));
      start = System.nanoTime();
      run(command.toArray());
      double seconds = (System.nanoTime() - start) / 1e9;
      report(clear, labels(folder), model, seconds);
    }
    System.out.printf("model judge: %d turns in %.1f s%n", model.size(), modelSeconds);
  }

  private static String run(Object... command) {
    String[] words = new String[command.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = command[i].toString();
    }
    Ended ended = Ended.of(words);
    if (ended.code() != 0) {
      throw new IllegalStateException(String.join(" ", words) + ": " + ended.err());
    }
    return ended.out();
  }

  /** Answers of the embedded models, half of them spoilt. */
  private static Path material(Path out, String name, int seed) throws IOException {
    List<ObjectNode> turns = new ArrayList<>();
    for (int depth : new int[] {0, 2}) {
      Path folder = out.resolve(name + "-depth-" + depth);
      run(
          "generate",
          "--samples",
          DIALOGUES,
          "--turns",
          2,
          "--depth",
          depth,
          "--seed",
          seed + depth,
          "--no-judge",
          "--out",
          folder);
      DataSetLines.read(
          folder,
          dialogue -> {
            JsonNode said = dialogue.path("conversations");
            for (int t = 0; t + 1 < said.size(); t += 2) {
              ObjectNode turn = JsonCoder.mapper().createObjectNode();
              turn.put("id", name + "-" + turns.size());
              turn.put("question", said.get(t).path("value").asText());
              turn.put("answer", said.get(t + 1).path("value").asText());
              turn.put(
                  "image", folder.getFileName() + "/" + said.get(t + 1).path("image").asText());
              turns.add(turn);
            }
            return true;
          });
    }
    Random random = new Random(seed);
    List<String> answers = turns.stream().map(turn -> turn.path("answer").asText()).toList();
    List<String> images = turns.stream().map(turn -> turn.path("image").asText()).toList();
    for (ObjectNode turn : turns) {
      int other = random.nextInt(turns.size());
      switch (random.nextInt(10)) {
        case 0 -> turn.put("image", images.get(other));
        case 1 -> turn.put("answer", answers.get(other));
        case 2 -> {
          String answer = turn.path("answer").asText();
          turn.put("answer", answer.substring(0, answer.length() / 3));
        }
        case 3, 4 -> turn.put("image", spoilt(out, turn.path("image").asText(), name, random));
        default -> {}
      }
    }
    Path file = out.resolve(name + ".jsonl");
    Files.write(file, turns.stream().map(ObjectNode::toString).toList());
    return file;
  }

  private static String spoilt(Path out, String image, String name, Random random)
      throws IOException {
    BufferedImage picture = ImageIO.read(out.resolve(image).toFile());
    int how = random.nextInt(3);
    int reach = 4;
    BufferedImage bad =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < bad.getHeight(); y++) {
      for (int x = 0; x < bad.getWidth(); x++) {
        int rgb = 0;
        for (int shift = 0; shift < 24; shift += 8) {
          int value = (picture.getRGB(x, y) >> shift) & 255;
          if (how == 0) {
            value += (int) (30 * random.nextGaussian());
          } else if (how == 1) {
            int sum = 0;
            int count = 0;
            for (int d = -reach; d <= reach; d++) {
              if (x + d >= 0 && x + d < bad.getWidth() && y + d >= 0 && y + d < bad.getHeight()) {
                sum += (picture.getRGB(x + d, y + d) >> shift) & 255;
                count++;
              }
            }
            value = sum / count;
          } else {
            value = 3 * value;
          }
          rgb |= Math.max(0, Math.min(255, value)) << shift;
        }
        bad.setRGB(x, y, rgb);
      }
    }
    Path folder = Files.createDirectories(out.resolve(name + "-spoilt"));
    Path file = folder.resolve(random.nextLong() + ".png");
    ImageIO.write(bad, "png", file.toFile());
    return folder.getFileName() + "/" + file.getFileName();
  }

  /** Scores by id, and last whether the model was asked. */
  private static Map<String, double[]> labels(Path folder) throws IOException {
    Map<String, double[]> labels = new TreeMap<>();
    try (var files = Files.newDirectoryStream(folder, "judged-*.jsonl")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          JsonNode row = JsonCoder.mapper().readTree(line);
          double[] scores = new double[5];
          for (JudgeDimension dimension : JudgeDimension.values()) {
            scores[dimension.ordinal()] = row.path("synjudge").path(dimension.name()).asDouble();
          }
          scores[4] = row.path("synjudge").path("by").asText().equals("model") ? 1 : 0;
          labels.put(row.path("id").asText(), scores);
        }
      }
    }
    return labels;
  }

  private static void report(
      String what, Map<String, double[]> found, Map<String, double[]> model, double seconds) {
    double asked = found.values().stream().mapToDouble(l -> l[4]).average().orElse(0);
    System.out.printf(
        "%-5s %d turns in %.1f s, model asked for %.1f %%%n",
        what, found.size(), seconds, 100 * asked);
    for (JudgeDimension dimension : JudgeDimension.values()) {
      int d = dimension.ordinal();
      double[] a = found.values().stream().mapToDouble(l -> l[d]).toArray();
      double[] b = model.values().stream().mapToDouble(l -> l[d]).toArray();
      System.out.printf("      %-4s", dimension);
      for (Agreement.Measure measure : Agreement.Measure.values()) {
        System.out.printf(" %s %.2f ", measure, Agreement.of(measure, a, b));
      }
      System.out.println();
    }
  }
}
