package io.seir.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.Locations;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.DecodedPicture;
import io.seir.model.ModelException;
import io.seir.model.PreparedPicture;
import io.seir.model.TokenCount;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An exported classifier of pictures, for the role {@code imageSafety}: of a folder with {@code
 * model.onnx} (pixels to one logit a label), {@code preprocessor_config.json} and {@code
 * config.json} with {@code id2label}. Replies the JSON of a moderation. Where one label alone is
 * true (softmax), a picture is flagged if those that are not harmless have the threshold together;
 * with {@code problem_type} {@code multi_label_classification} (sigmoid), if one of them has it.
 * Thread-safe.
 */
final class OnnxClassifier implements ChatModel {
  /** Labels that are harmless unless the models file names others. */
  static final String HARMLESS = "normal,neutral,safe,sfw,drawing,drawings";

  private static final String GRAPH = "model.onnx";
  private static final String PREPROCESSOR = "preprocessor_config.json";
  private static final String CONFIG = "config.json";
  private static final String PIXELS = "pixel_values";

  private final OrtSession graph;
  private final Preprocessing preprocessing;
  private final List<String> labels;
  private final boolean several;
  private final Set<String> harmless;
  private final double threshold;

  private OnnxClassifier(
      Path folder, Device device, int threads, Set<String> harmless, double threshold)
      throws OrtException, IOException {
    JsonNode config = config(folder);
    this.labels = labels(config);
    this.several = config.path("problem_type").asText("").startsWith("multi_label");
    this.harmless = harmless;
    this.threshold = threshold;
    this.preprocessing = Preprocessing.read(folder.resolve(PREPROCESSOR));
    this.graph =
        OnnxLibrary.session(
                EncoderFolder.graph(folder, GRAPH).orElseThrow().toString(), device, threads)
            .session();
    if (!graph.getInputInfo().keySet().equals(Set.of(PIXELS))) {
      throw new IllegalArgumentException(
          "the graph's input is not " + PIXELS + " but " + graph.getInputInfo().keySet());
    }
  }

  /**
   * Opens a classifier.
   *
   * @param threshold above 0, at most 1
   * @throws IllegalArgumentException if files are missing or do not fit together; the message says
   *     what is wrong
   */
  static OnnxClassifier open(
      String folder, Device device, int threads, String harmless, double threshold) {
    check(folder, harmless);
    try {
      return new OnnxClassifier(
          EncoderFolder.local(folder), device, threads, names(harmless), threshold);
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "the classifier in " + folder + " does not load: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the classifier in " + folder + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the classifier in " + folder + " cannot be read", e);
    }
  }

  /**
   * Looks whether everything is there, and whether some labels are harmless and some are not.
   *
   * @throws IllegalArgumentException naming what is not
   */
  static void check(String folder, String harmless) {
    Path path = Locations.path(folder);
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException("the classifier's folder " + folder + " does not exist");
    }
    for (String file : List.of(PREPROCESSOR, CONFIG)) {
      if (!Files.exists(path.resolve(file))) {
        throw new IllegalArgumentException("the classifier's folder " + folder + " lacks " + file);
      }
    }
    if (EncoderFolder.graph(path, GRAPH).isEmpty()) {
      throw new IllegalArgumentException("the classifier's folder " + folder + " lacks " + GRAPH);
    }
    List<String> labels = labels(config(path));
    Set<String> names = names(harmless);
    long good = labels.stream().filter(names::contains).count();
    if (good == 0 || good == labels.size()) {
      throw new IllegalArgumentException(
          "of the labels "
              + labels
              + (good == 0 ? " none is" : " all are")
              + " harmless; name those that are under harmless, separated by commas");
    }
  }

  /** What tells it from another: its folder's name and its graph's size. */
  static String identity(String folder) {
    Path path = Locations.path(folder);
    try {
      return path.toAbsolutePath().normalize().getFileName()
          + "-"
          + Files.size(EncoderFolder.graph(path, GRAPH).orElse(path));
    } catch (IOException e) {
      throw new UncheckedIOException("the classifier's folder " + folder + " cannot be read", e);
    }
  }

  private static Set<String> names(String harmless) {
    return Stream.of(harmless.split(",", -1))
        .map(OnnxClassifier::plain)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String plain(String label) {
    return label.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", "_");
  }

  private static JsonNode config(Path folder) {
    try {
      return JsonCoder.mapper().readTree(Files.readString(folder.resolve(CONFIG)));
    } catch (IOException e) {
      throw new IllegalArgumentException(CONFIG + ": " + e.getMessage(), e);
    }
  }

  private static List<String> labels(JsonNode config) {
    JsonNode names = config.path("id2label");
    if (names.isEmpty()) {
      throw new IllegalArgumentException(CONFIG + " names no labels under id2label");
    }
    String[] labels = new String[names.size()];
    for (Map.Entry<String, JsonNode> label : names.properties()) {
      try {
        labels[Integer.parseInt(label.getKey())] = plain(label.getValue().asText());
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            CONFIG + ": id2label does not count from 0 to " + (labels.length - 1), e);
      }
    }
    return List.of(labels);
  }

  @Override
  public ChatReply reply(ChatRequest request) throws ModelException {
    ArrayNode categories = JsonCoder.mapper().createArrayNode();
    for (Picture picture :
        request.messages().stream().flatMap(message -> message.pictures().stream()).toList()) {
      flagged(chances(DecodedPicture.of(picture))).forEach(categories::add);
    }
    ObjectNode said = JsonCoder.mapper().createObjectNode();
    said.put("flagged", !categories.isEmpty());
    said.set("categories", categories);
    return new ChatReply(said.toString(), new TokenCount.Counted(0, 0), List.of());
  }

  /** The labels for which a picture is flagged. */
  private List<String> flagged(double[] chances) {
    double together = 0;
    int worst = -1;
    for (int i = 0; i < chances.length; i++) {
      if (!harmless.contains(labels.get(i))) {
        together = several ? Math.max(together, chances[i]) : together + chances[i];
        worst = worst < 0 || chances[i] > chances[worst] ? i : worst;
      }
    }
    if (together < threshold) {
      return List.of();
    }
    double least = Math.min(threshold, chances[worst]);
    return IntStream.range(0, chances.length)
        .filter(i -> !harmless.contains(labels.get(i)) && chances[i] >= least)
        .mapToObj(labels::get)
        .toList();
  }

  private double[] chances(DecodedPicture picture) {
    PreparedPicture pixels = preprocessing.apply(picture);
    long[] shape = {1, 3, pixels.height(), pixels.width()};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OnnxLibrary.environment(), FloatBuffer.wrap(pixels.numbers()), shape);
        OrtSession.Result result = graph.run(Map.of(PIXELS, tensor))) {
      if (!(result.get(0).getValue() instanceof float[][] logits)
          || logits[0].length != labels.size()) {
        throw new IllegalStateException(
            "the classifier does not give one number for each of " + labels.size() + " labels");
      }
      return chances(logits[0]);
    } catch (OrtException e) {
      throw new IllegalStateException("the classifier failed", e);
    }
  }

  private double[] chances(float[] logits) {
    double[] chances = new double[logits.length];
    double highest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    for (int i = 0; i < chances.length; i++) {
      chances[i] = several ? 1 / (1 + Math.exp(-logits[i])) : Math.exp(logits[i] - highest);
    }
    double sum = several ? 1 : Arrays.stream(chances).sum();
    if (!Double.isFinite(sum) || Arrays.stream(chances).anyMatch(Double::isNaN)) {
      throw new IllegalStateException(
          "the classifier gives no numbers: " + Arrays.toString(logits));
    }
    return Arrays.stream(chances).map(chance -> chance / sum).toArray();
  }
}
