package io.seir.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import io.seir.kernels.RgbImage;
import io.seir.model.DecodedPicture;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.PreparedPicture;
import io.seir.sample.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Graphs whose batch and length are free, as the recipe of {@code docs/encoders.md} exports them:
 * numbers do not depend on the company, and hardly on the batch.
 */
class DynamicGraphTest {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int HALF = 10;
  private static final int D = 48;
  private static final int SIDE = 8;

  /** How far rows of unit length may lie apart in batches of different sizes. */
  private static final float ROUNDING = 2e-6f;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), OnnxEncoderTest.TOKENIZER);
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"size": {"height": 8, "width": 8}, "resample": 3, "do_normalize": true,
         "image_mean": [0.5, 0.5, 0.5], "image_std": [0.25, 0.25, 0.25]}
        """);
    vision(FLOAT);
  }

  private static OnnxMl.TensorProto random(String name, int rows, int columns, long seed) {
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(name)
            .setDataType(FLOAT)
            .addDims(rows)
            .addDims(columns);
    Random random = new Random(seed);
    for (int i = 0; i < rows * columns; i++) {
      tensor.addFloatData((float) random.nextGaussian() / 3);
    }
    return tensor.build();
  }

  private static OnnxMl.TensorProto integers(String name, long... values) {
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder().setName(name).setDataType(INT64).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  /** Tokens by a table and a layer; the whole text is their sum, of those that the mask names. */
  private void text(boolean masked) throws IOException {
    OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder();
    graph.addInput(Graphs.value("input_ids", INT64, "batch", "length"));
    graph.addInitializer(random("table", 6, D, 1));
    graph.addInitializer(random("layer", D, D, 2));
    graph.addInitializer(integers("one", 1));
    graph.addNode(
        Graphs.node("Gather", List.of("table", "input_ids"), "rows", Graphs.one("axis", 0)));
    graph.addNode(Graphs.node("MatMul", List.of("rows", "layer"), "layered"));
    graph.addNode(Graphs.node("Tanh", List.of("layered"), "token_embeds"));
    String summed = "token_embeds";
    if (masked) {
      graph.addInput(Graphs.value("attention_mask", INT64, "batch", "length"));
      graph.addInitializer(integers("two", 2));
      graph.addNode(
          Graphs.node("Cast", List.of("attention_mask"), "weights", Graphs.one("to", FLOAT)));
      graph.addNode(Graphs.node("Unsqueeze", List.of("weights", "two"), "columns"));
      graph.addNode(Graphs.node("Mul", List.of("token_embeds", "columns"), "kept"));
      summed = "kept";
    }
    graph.addNode(
        Graphs.node("ReduceSum", List.of(summed, "one"), "text_embeds", Graphs.one("keepdims", 0)));
    graph.addOutput(Graphs.value("text_embeds", FLOAT, "batch", D));
    graph.addOutput(Graphs.value("token_embeds", FLOAT, "batch", "length", D));
    Graphs.save(folder.resolve("text_model.onnx"), graph);
  }

  /** Pixels by one layer, in numbers of some type. */
  private void vision(int type) throws IOException {
    OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder();
    graph.addInput(Graphs.value("pixel_values", type, "batch", 3, SIDE, SIDE));
    graph.addInitializer(integers("flat", 0, 3L * SIDE * SIDE));
    graph.addInitializer(random("layer", 3 * SIDE * SIDE, D, 3));
    graph.addInitializer(integers("one", 1));
    graph.addNode(Graphs.node("Cast", List.of("pixel_values"), "wide", Graphs.one("to", FLOAT)));
    graph.addNode(Graphs.node("Reshape", List.of("wide", "flat"), "line"));
    graph.addNode(Graphs.node("MatMul", List.of("line", "layer"), "layered"));
    graph.addNode(Graphs.node("Tanh", List.of("layered"), "embeds"));
    graph.addNode(Graphs.node("Unsqueeze", List.of("embeds", "one"), "patches"));
    graph.addNode(Graphs.node("Cast", List.of("embeds"), "image_embeds", Graphs.one("to", type)));
    graph.addNode(Graphs.node("Cast", List.of("patches"), "patch_embeds", Graphs.one("to", type)));
    graph.addOutput(Graphs.value("image_embeds", type, "batch", D));
    graph.addOutput(Graphs.value("patch_embeds", type, "batch", 1, D));
    Graphs.save(folder.resolve("vision_model.onnx"), graph);
  }

  private OnnxEncoder open(int batch) {
    return OnnxEncoder.open(folder.toString(), Device.CPU, 1, batch);
  }

  private static List<String> texts(int count) {
    List<String> words = List.of("red", "green", "blue", "something");
    Random random = new Random(9);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = random.nextInt(i % 7 == 0 ? 180 : 40); w > 0; w--) {
        text.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @ParameterizedTest
  @CsvSource({"true,64", "true,77", "false,64", "false,77"})
  void textsAreTheSameInAnyCompany(boolean masked, int window) throws Exception {
    text(masked);
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"model_max_length\": " + window + "}");
    List<String> texts = texts(60);
    OnnxEncoder encoder = open(5);
    assertEquals(5, encoder.batch());
    List<EncodedText> all = encoder.encodeTexts(texts);
    assertTrue(all.stream().anyMatch(text -> text.weights().length > window), "in pieces");
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(window));
    List<EncodedText> others = encoder.encodeTexts(order.stream().map(texts::get).toList());
    for (int i = 0; i < texts.size(); i++) {
      EncodedText expected = all.get(order.get(i));
      assertArrayEquals(expected.tokens(), others.get(i).tokens(), "another order");
      assertArrayEquals(expected.global(), others.get(i).global(), "another order");
      if (i < 9) {
        EncodedText alone = encoder.encodeTexts(List.of(texts.get(order.get(i)))).get(0);
        assertArrayEquals(expected.tokens(), alone.tokens(), "alone in its batch");
        assertArrayEquals(expected.global(), alone.global(), "alone in its batch");
      }
    }
    for (int batch : new int[] {1, 32}) {
      List<EncodedText> other = open(batch).encodeTexts(texts);
      for (int i = 0; i < texts.size(); i++) {
        assertArrayEquals(all.get(i).tokens(), other.get(i).tokens(), ROUNDING);
        assertArrayEquals(all.get(i).global(), other.get(i).global(), ROUNDING);
      }
    }
    assertArrayEquals(all.get(3).global(), encoder.encode(texts.get(3)).global(), ROUNDING);
  }

  @Test
  void aBatchIsChosenWhereTheGraphLeavesItOpen() throws Exception {
    text(true);
    assertTrue(open(0).batch() > 1);
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"size": {"shortest_edge": 8}, "image_mean": [0, 0, 0], "image_std": [1, 1, 1]}
        """);
    assertEquals(1, open(0).batch(), "pictures keep their shapes");
    write();
    text(false); // padding would be summed, too
    assertEquals(1, open(0).batch());
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> open(4));
    assertTrue(refused.getMessage().contains("padding changes"), refused.getMessage());
  }

  private static DecodedPicture picture(int seed) {
    byte[] bytes = new byte[3 * 20 * (10 + seed)];
    new Random(seed).nextBytes(bytes);
    return new DecodedPicture(
        new Picture(new byte[] {(byte) seed}),
        new RgbImage(20, 10 + seed, bytes, RgbImage.Order.BGR));
  }

  @Test
  void graphsInHalfPrecisionTakeAndGiveHalves() throws Exception {
    text(true);
    OnnxEncoder full = open(3);
    vision(HALF);
    OnnxEncoder half = open(3);
    List<PreparedPicture> pictures = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      pictures.add(full.prepare(picture(i)));
    }
    List<EncodedImage> expected = full.encodePrepared(pictures);
    List<EncodedImage> actual = half.encodePrepared(pictures);
    for (int i = 0; i < pictures.size(); i++) {
      assertArrayEquals(expected.get(i).global(), actual.get(i).global(), 2e-3f);
      assertArrayEquals(expected.get(i).patches(), actual.get(i).patches(), 2e-3f);
    }
    assertTrue(expected.get(0).global()[0] != actual.get(0).global()[0], "it is half precision");
  }
}
