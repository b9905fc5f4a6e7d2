package io.seir.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import io.seir.model.ChatMessage;
import io.seir.model.ChatModel;
import io.seir.model.ChatRequest;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ModelsConfig;
import io.seir.model.Prices;
import io.seir.model.ReplyFormat;
import io.seir.sample.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small graph, built here, whose logits are the mean red, green and blue of a picture. */
class OnnxClassifierTest {
  private static final String PREPROCESSOR =
      """
      {"do_resize": true, "size": {"height": 4, "width": 4}, "resample": 2, "do_rescale": true,
       "rescale_factor": 0.0392156862745098, "do_normalize": false}
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder();
    graph.addInput(Graphs.value("pixel_values", 1, "batch", 3, 4, 4));
    graph.addNode(
        Graphs.node(
            "ReduceMean",
            List.of("pixel_values"),
            "logits",
            Graphs.ints("axes", 2, 3),
            Graphs.one("keepdims", 0)));
    graph.addOutput(Graphs.value("logits", 1, "batch", 3));
    Graphs.save(folder.resolve("model.onnx"), graph);
    Files.writeString(folder.resolve("preprocessor_config.json"), PREPROCESSOR);
    labels("{\"0\": \"Gore\", \"1\": \"neutral\", \"2\": \"sexual content\"}", "single");
  }

  private void labels(String labels, String kind) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"id2label\": " + labels + ", \"problem_type\": \"" + kind + "_label_classification\"}");
  }

  private ModelSpec spec(String... settings) {
    TreeMap<String, String> all = new TreeMap<>(Map.of("folder", folder.toString()));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return new ModelSpec("onnx", 1, all, Prices.FREE);
  }

  private String asked(Color colour, String... settings) throws IOException, ModelException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(colour);
    g.fillRect(0, 0, 16, 16);
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    ChatMessage message =
        new ChatMessage(ChatMessage.Role.USER, "", List.of(new Picture(out.toByteArray())));
    ModelSpec spec = spec(settings);
    ChatModel model = ModelsConfig.provider("onnx").chat(ModelRole.IMAGE_SAFETY, spec);
    ModelsConfig.provider("onnx").check(ModelRole.IMAGE_SAFETY, spec);
    return model
        .reply(new ChatRequest(List.of(message), new ReplyFormat("safety", "{}"), 0))
        .text();
  }

  private static String flagged(String... categories) {
    return "{\"flagged\":"
        + (categories.length > 0)
        + ",\"categories\":["
        + (categories.length > 0 ? "\"" + String.join("\",\"", categories) + "\"" : "")
        + "]}";
  }

  @Test
  void aPictureIsFlaggedByWhatItShows() throws Exception {
    assertEquals(flagged("gore"), asked(Color.RED));
    assertEquals(flagged(), asked(Color.GREEN));
    assertEquals(flagged("sexual_content"), asked(Color.BLUE));
    assertEquals(flagged(), asked(Color.RED, "harmless", "gore, Neutral"));
  }

  /** Two labels of a third each are two thirds of something that is not harmless. */
  @Test
  void labelsThatExcludeEachOtherAreAddedUp() throws Exception {
    assertEquals(flagged("gore", "sexual_content"), asked(Color.GRAY));
    assertEquals(flagged(), asked(Color.GRAY, "threshold", "0.7"));
    labels("{\"0\": \"gore\", \"1\": \"neutral\", \"2\": \"sexual\"}", "multi");
    assertEquals(flagged("gore"), asked(Color.RED, "threshold", "0.6"));
  }

  @Test
  void whatDoesNotFitIsNamed() throws Exception {
    assertRefused("threshold must be above 0", ModelRole.IMAGE_SAFETY, "threshold", "7");
    assertRefused("batch is no setting", ModelRole.IMAGE_SAFETY, "batch", "4");
    assertRefused("not safety", ModelRole.SAFETY);
    assertRefused("none is harmless", ModelRole.IMAGE_SAFETY, "harmless", "cats");
    labels("{\"1\": \"a\", \"2\": \"neutral\"}", "single");
    assertRefused("does not count from 0 to 1", ModelRole.IMAGE_SAFETY);
    labels("{\"0\": \"neutral\", \"1\": \"nsfw\"}", "single");
    assertThrows(IllegalStateException.class, () -> asked(Color.RED), "three numbers, two labels");
    Files.writeString(folder.resolve("config.json"), "{}");
    assertRefused("names no labels", ModelRole.IMAGE_SAFETY);
    Files.delete(folder.resolve("config.json"));
    assertRefused("lacks config.json", ModelRole.IMAGE_SAFETY);
  }

  private void assertRefused(String reason, ModelRole role, String... settings) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> ModelsConfig.provider("onnx").check(role, spec(settings)));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }
}
