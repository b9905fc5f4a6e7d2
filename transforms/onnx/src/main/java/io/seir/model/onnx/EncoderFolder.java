package io.seir.model.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.seir.blob.Locations;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The files of an exported encoder: {@code tokenizer.json}, {@code preprocessor_config.json}, and
 * {@code text_model.onnx} with {@code vision_model.onnx}, or {@code model.onnx} for both; graphs
 * may lie in a folder {@code onnx}, as Hugging Face has them.
 *
 * @param text the graph that encodes text
 * @param vision the graph that encodes pictures; the same in a joint export
 * @param mostTokens longest text, by {@code tokenizer_config.json}; 0 if that does not say
 * @param padded whether texts are padded to that length, as SigLIP was trained: without padding its
 *     rows are of no use, and its graphs do not say so
 */
record EncoderFolder(
    Path text, Path vision, Path tokenizer, Path preprocessor, int mostTokens, boolean padded) {
  private static final int LONGEST = 4096;
  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

  /** Where a folder may say which kind of model it holds. */
  private static final Map<String, List<String>> KINDS =
      Map.of(
          TOKENIZER_CONFIG,
          List.of("tokenizer_class", "processor_class"),
          "preprocessor_config.json",
          List.of("image_processor_type", "processor_class"),
          "config.json",
          List.of("model_type"));

  private static final String SIGLIP = "siglip";
  private static final int SIGLIP_TOKENS = 64;
  private static final String TOKENIZER = "tokenizer.json";
  private static final String PREPROCESSOR = "preprocessor_config.json";

  /** The files of a folder; one in an object store is copied to this machine first. */
  static EncoderFolder of(String folder) {
    return files(folder, local(folder));
  }

  /** A folder of models on this machine; one in an object store is copied. */
  static Path local(String folder) {
    Path path = Locations.path(folder);
    return Locations.isLocal(path) ? path : copied(path);
  }

  /**
   * Looks whether everything is there.
   *
   * @throws IllegalArgumentException naming what is not
   */
  static void check(String folder) {
    files(folder, Locations.path(folder));
  }

  /** Whether texts can be encoded with what is there, and not pictures classified. */
  static boolean isEncoder(String folder) {
    return Files.exists(Locations.path(folder).resolve(TOKENIZER));
  }

  private static EncoderFolder files(String name, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("the encoder's folder " + name + " does not exist");
    }
    Optional<Path> joint = graph(folder, "model.onnx");
    Optional<Path> text = graph(folder, "text_model.onnx");
    Optional<Path> vision = graph(folder, "vision_model.onnx");
    if (joint.isEmpty() && (text.isEmpty() || vision.isEmpty())) {
      throw new IllegalArgumentException(
          "the encoder's folder "
              + name
              + " lacks "
              + (text.isPresent()
                  ? "vision_model.onnx"
                  : vision.isPresent()
                      ? "text_model.onnx"
                      : "text_model.onnx and vision_model.onnx (or model.onnx for both)"));
    }
    for (String file : List.of(TOKENIZER, PREPROCESSOR)) {
      if (!Files.exists(folder.resolve(file))) {
        throw new IllegalArgumentException("the encoder's folder " + name + " lacks " + file);
      }
    }
    boolean siglip = isSiglip(folder);
    int most = (int) number(folder.resolve(TOKENIZER_CONFIG), "model_max_length");
    boolean apart = text.isPresent() && vision.isPresent();
    return new EncoderFolder(
        apart ? text.get() : joint.orElseThrow(),
        apart ? vision.get() : joint.orElseThrow(),
        folder.resolve(TOKENIZER),
        folder.resolve(PREPROCESSOR),
        siglip && most == 0 ? SIGLIP_TOKENS : most,
        siglip);
  }

  private static boolean isSiglip(Path folder) {
    return KINDS.entrySet().stream()
        .anyMatch(
            file ->
                file.getValue().stream()
                    .map(key -> json(folder.resolve(file.getKey())).path(key).asText(""))
                    .anyMatch(kind -> kind.toLowerCase(Locale.ROOT).startsWith(SIGLIP)));
  }

  private static long number(Path config, String key) {
    long number = json(config).path(key).asLong(0);
    return number > 0 && number <= LONGEST ? number : 0; // some say 10³⁰
  }

  private static JsonNode json(Path config) {
    try {
      return Files.exists(config)
          ? JsonCoder.mapper().readTree(Files.readString(config))
          : MissingNode.getInstance();
    } catch (IOException e) {
      throw new IllegalArgumentException(config.getFileName() + ": " + e.getMessage(), e);
    }
  }

  /** A graph in the folder, or in its folder {@code onnx}. */
  static Optional<Path> graph(Path folder, String name) {
    for (Path file : List.of(folder.resolve(name), folder.resolve("onnx").resolve(name))) {
      if (Files.exists(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** The folder's name, and the sizes of its graphs. */
  static String identity(String folder) {
    try {
      EncoderFolder files = files(folder, Locations.path(folder));
      Path name = Locations.path(folder).toAbsolutePath().normalize().getFileName();
      return name + "-" + Files.size(files.text()) + "-" + Files.size(files.vision());
    } catch (IOException e) {
      throw new UncheckedIOException("the encoder's folder " + folder + " cannot be read", e);
    }
  }

  /** Weights may lie in files beside a graph, so all that is there is copied. */
  private static Path copied(Path folder) {
    try {
      Path local = Files.createTempDirectory("seir-onnx");
      List<Path> folders = new ArrayList<>(List.of(folder));
      if (Files.isDirectory(folder.resolve("onnx"))) {
        folders.add(folder.resolve("onnx"));
      }
      for (Path from : folders) {
        Path to = local.resolve(folder.relativize(from).toString());
        Files.createDirectories(to);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
          for (Path file : files) {
            if (Files.isRegularFile(file)) {
              Files.copy(file, to.resolve(file.getFileName().toString()));
            }
          }
        }
      }
      return local;
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be copied", e);
    }
  }
}
