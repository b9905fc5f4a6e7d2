package io.seir.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.SamplePictures;
import io.seir.data.SampleFiles;
import io.seir.data.SampleSource;
import io.seir.export.ExportSample;
import io.seir.input.RatedItems;
import io.seir.judge.ModelJudge;
import io.seir.model.ChatMessage;
import io.seir.prompt.PromptSet;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import io.seir.sample.Seeds;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Training data for a judge: its prompt about each turn that people have scored, with the pictures,
 * and the scores as the reply. Written in two formats that trainers read, {@code messages} (role,
 * content) and {@code sharegpt} (from, value); all answers to one question are in the same part,
 * train or test.
 */
public final class JudgeTraining {
  /** The parts. */
  public static final List<String> PARTS = List.of("train", "test");

  private static final String DATASET_INFO = "dataset_info.json";
  private static final String IMAGE = "<image>";

  private static final int SHARES = 10_000;

  private final PromptSet prompts;
  private final ModelJudge judge;
  private final SamplePictures pictures;
  private final double heldOut;
  private final Map<String, RatedItems.Item> rated = new HashMap<>();

  /** For each question, another one that must be in the same part; roots map to themselves. */
  private final Map<String, String> together = new HashMap<>();

  private final Map<String, Integer> examples = new LinkedHashMap<>();
  private final SortedMap<String, Integer> left = new TreeMap<>();

  /**
   * @param judge called as the trained model will be
   * @param items the human scores
   * @param heldOut share of the questions for the test part
   */
  public JudgeTraining(
      PromptSet prompts,
      ModelJudge judge,
      SamplePictures pictures,
      List<RatedItems.Item> items,
      double heldOut) {
    this.prompts = prompts;
    this.judge = judge;
    this.pictures = pictures;
    this.heldOut = heldOut;
    items.stream().filter(item -> !item.human().isEmpty()).forEach(i -> rated.put(i.id(), i));
    PARTS.forEach(part -> examples.put(part, 0));
  }

  /** Examples by part. */
  public Map<String, Integer> examples() {
    return examples;
  }

  /** Turns that yield no example, by reason. */
  public SortedMap<String, Integer> left() {
    return left;
  }

  /** Writes the folder; its files appear when everything is done. */
  public void write(SampleFiles files, Path folder) throws IOException {
    Files.createDirectories(folder);
    Map<String, Path> unfinished = new LinkedHashMap<>();
    Map<String, BufferedWriter> writers = new LinkedHashMap<>();
    try {
      for (String form : List.of("messages", "sharegpt")) {
        for (String part : PARTS) {
          String name = form + "-" + part + ".jsonl";
          unfinished.put(name, folder.resolve("." + name + AtomicFile.PART));
          writers.put(name, Files.newBufferedWriter(unfinished.get(name)));
        }
      }
      for (SampleSource source : files.ranges()) {
        source.read(this::join);
      }
      for (SampleSource source : files.ranges()) {
        source.read(sample -> add(sample, folder, writers));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      for (BufferedWriter writer : writers.values()) {
        writer.close();
      }
    }
    for (Map.Entry<String, Path> file : unfinished.entrySet()) {
      Files.move(
          file.getValue(), folder.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
    }
    AtomicFile.write(folder.resolve(DATASET_INFO), List.of(datasetInfo().toPrettyString()));
  }

  private void add(Sample sample, Path folder, Map<String, BufferedWriter> writers) {
    for (int turn = 0; turn < sample.turns().size(); turn++) {
      Optional<RatedItems.Item> item = item(sample, turn);
      if (item.isEmpty()) {
        left.merge("not scored by people", 1, Integer::sum);
        continue;
      }
      try {
        List<ModelJudge.Example> found =
            judge.examples(prompts, sample, turn, pictures, whole(item.get()));
        if (found.isEmpty()) {
          left.merge("not scored on all four scales", 1, Integer::sum);
        }
        String part = isTest(sample) ? "test" : "train";
        for (ModelJudge.Example example : found) {
          write(example, folder, part, writers);
          examples.merge(part, 1, Integer::sum);
        }
      } catch (SamplePictures.UnreadableException e) {
        left.merge(e.label(), 1, Integer::sum);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Looked up with or without its system, and with its turn or, for a single turn, without it. */
  private Optional<RatedItems.Item> item(Sample sample, int turn) {
    String whole = sample.id();
    String one = whole + "/" + turn;
    String system = sample.system().map(name -> name + " ").orElse("");
    Stream<String> names =
        sample.turns().size() == 1
            ? Stream.of(system + whole, system + one, whole, one)
            : Stream.of(system + one, one);
    return names.filter(rated::containsKey).findFirst().map(rated::get);
  }

  /** The mean of the raters, rounded to whole points, halves up. */
  private static Map<JudgeDimension, Integer> whole(RatedItems.Item item) {
    Map<JudgeDimension, Integer> scores = new EnumMap<>(JudgeDimension.class);
    item.human()
        .forEach(
            (scale, ratings) ->
                scores.put(
                    scale, (int) Math.floor(Arrays.stream(ratings).average().orElse(0) + 0.5)));
    return scores;
  }

  /** Questions of one dialogue belong together, because each is in the history of the next. */
  private void join(Sample sample) {
    String first = root(question(sample, 0));
    for (int turn = 1; turn < sample.turns().size(); turn++) {
      String other = root(question(sample, turn));
      if (first.compareTo(other) > 0) {
        together.put(first, other);
        first = other;
      } else {
        together.put(other, first);
      }
    }
  }

  private String root(String question) {
    String root = together.computeIfAbsent(question, own -> own);
    for (String next = together.get(root); next != null && !next.equals(root); ) {
      root = next;
      next = together.get(root);
    }
    return root;
  }

  private static String question(Sample sample, int turn) {
    return sample
        .turns()
        .get(turn)
        .question()
        .map(text -> text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "))
        .orElse(sample.id());
  }

  /** By the question, so that no question is in both parts, whoever answers it. */
  private boolean isTest(Sample sample) {
    long hash = Seeds.derive(1, root(question(sample, 0)));
    return Math.floorMod(hash, SHARES) < SHARES * heldOut;
  }

  private void write(
      ModelJudge.Example example, Path folder, String part, Map<String, BufferedWriter> writers)
      throws IOException {
    ObjectNode messages = JsonCoder.mapper().createObjectNode();
    ObjectNode sharegpt = JsonCoder.mapper().createObjectNode();
    ArrayNode said = messages.putArray("messages");
    ArrayNode conversations = sharegpt.putArray("conversations");
    ArrayNode images = messages.putArray("images");
    for (ChatMessage message : example.asked().messages()) {
      String text = ExportSample.plain(message.text(), IMAGE);
      if (message.role() == ChatMessage.Role.SYSTEM) {
        said.addObject().put("role", "system").put("content", text);
        sharegpt.put("system", text);
        continue;
      }
      StringBuilder content = new StringBuilder(text);
      for (Picture picture : message.pictures()) {
        content.append('\n').append(IMAGE);
        images.add(kept(picture, folder));
      }
      said.addObject().put("role", "user").put("content", content.toString());
      conversations.addObject().put("from", "human").put("value", content.toString());
    }
    said.addObject().put("role", "assistant").put("content", example.reply());
    conversations.addObject().put("from", "gpt").put("value", example.reply());
    sharegpt.set("images", images);
    line(writers, "messages-" + part + ".jsonl", messages);
    line(writers, "sharegpt-" + part + ".jsonl", sharegpt);
  }

  private static void line(Map<String, BufferedWriter> writers, String name, ObjectNode line)
      throws IOException {
    BufferedWriter writer = writers.get(name);
    if (writer != null) {
      writer.write(line.toString());
      writer.write('\n');
    }
  }

  /** Stores a picture under the hash of its content, and returns its path within the folder. */
  private static String kept(Picture picture, Path folder) throws IOException {
    String hash = picture.sha256();
    String name = "images/" + hash.substring(0, 2) + "/" + hash + "." + picture.extension();
    if (!Files.exists(folder.resolve(name))) {
      AtomicFile.write(folder.resolve(name), picture.bytes());
    }
    return name;
  }

  /** What LLaMA-Factory reads to find the files. */
  private static ObjectNode datasetInfo() {
    ObjectNode info = JsonCoder.mapper().createObjectNode();
    for (String part : PARTS) {
      ObjectNode set = info.putObject("judge_" + part);
      set.put("file_name", "sharegpt-" + part + ".jsonl").put("formatting", "sharegpt");
      set.putObject("columns")
          .put("messages", "conversations")
          .put("images", "images")
          .put("system", "system");
    }
    return info;
  }
}
