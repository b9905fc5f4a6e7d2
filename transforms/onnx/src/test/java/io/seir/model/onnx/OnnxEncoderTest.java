package io.seir.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import io.seir.model.DecodedPicture;
import io.seir.model.EncodedImage;
import io.seir.model.EncodedText;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.PreparedPicture;
import io.seir.model.Prices;
import io.seir.sample.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small graphs of both styles, built here: a text is the mean of its words' rows of a table, a
 * picture the means of its four quarters.
 */
class OnnxEncoderTest {
  private static final int D = 3;
  private static final String PREPROCESSOR =
      """
      {"do_resize": true, "size": {"shortest_edge": 4}, "resample": 3, "do_center_crop": true,
       "crop_size": {"height": 4, "width": 4}, "do_rescale": true, "rescale_factor": 0.00392156862745098,
       "do_normalize": true, "image_mean": [0, 0, 0], "image_std": [1, 1, 1]}
      """;
  static final String TOKENIZER =
      """
      {"version": "1.0", "truncation": null, "padding": null,
       "added_tokens": [
         {"id": 4, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
         {"id": 5, "content": "[END]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
       "normalizer": null, "pre_tokenizer": {"type": "Whitespace"},
       "post_processor": {"type": "TemplateProcessing",
         "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[END]", "type_id": 0}}],
         "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
         "special_tokens": {"[END]": {"id": "[END]", "ids": [5], "tokens": ["[END]"]}}},
       "decoder": null,
       "model": {"type": "WordLevel", "vocab": {"[UNK]": 0, "red": 1, "green": 2, "blue": 3, "[PAD]": 4, "[END]": 5}, "unk_token": "[UNK]"}}
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
    Files.writeString(folder.resolve("preprocessor_config.json"), PREPROCESSOR);
  }

  /** Rows of the words: red, green and blue lie on the axes. */
  private static OnnxMl.TensorProto table(int d) {
    OnnxMl.TensorProto.Builder table =
        OnnxMl.TensorProto.newBuilder().setName("table").setDataType(1).addDims(6).addDims(d);
    float[][] rows = {{1, 2, 1}, {2, 0, 0}, {0, 3, 0}, {0, 0, 4}, {9, 9, 9}, {0, 0, 0}};
    for (float[] row : rows) {
      for (int i = 0; i < d; i++) {
        table.addFloatData(i < row.length ? row[i] : 0);
      }
    }
    return table.build();
  }

  private static void text(OnnxMl.GraphProto.Builder graph, Object length, int d, boolean tokens) {
    graph.addInput(Graphs.value("input_ids", 7, "batch", length));
    graph.addInitializer(table(d));
    graph.addNode(
        Graphs.node(
            "Gather", List.of("table", "input_ids"), "token_embeds", Graphs.one("axis", 0)));
    graph.addNode(
        Graphs.node(
            "ReduceMean",
            List.of("token_embeds"),
            "text_embeds",
            Graphs.ints("axes", 1),
            Graphs.one("keepdims", 0)));
    graph.addOutput(Graphs.value("text_embeds", 1, "batch", d));
    if (tokens) {
      graph.addOutput(Graphs.value("token_embeds", 1, "batch", "length", d));
    }
  }

  /** Means of 2 × 2 pixels: four patches of three numbers. */
  private static void vision(OnnxMl.GraphProto.Builder graph, boolean patches) {
    graph.addInput(Graphs.value("pixel_values", 1, "batch", 3, 4, 4));
    graph.addNode(
        Graphs.node(
            "AveragePool",
            List.of("pixel_values"),
            "pooled",
            Graphs.ints("kernel_shape", 2, 2),
            Graphs.ints("strides", 2, 2)));
    graph.addInitializer(
        OnnxMl.TensorProto.newBuilder()
            .setName("flat")
            .setDataType(7)
            .addDims(3)
            .addInt64Data(0) // the batch as it is
            .addInt64Data(D)
            .addInt64Data(4));
    graph.addNode(Graphs.node("Reshape", List.of("pooled", "flat"), "columns"));
    graph.addNode(
        Graphs.node("Transpose", List.of("columns"), "patch_embeds", Graphs.ints("perm", 0, 2, 1)));
    graph.addNode(
        Graphs.node(
            "ReduceMean",
            List.of("patch_embeds"),
            "image_embeds",
            Graphs.ints("axes", 1),
            Graphs.one("keepdims", 0)));
    graph.addOutput(Graphs.value("image_embeds", 1, "batch", D));
    if (patches) {
      graph.addOutput(Graphs.value("patch_embeds", 1, "batch", 4, D));
    }
  }

  private void apart(Object length, int d, boolean rows) throws IOException {
    OnnxMl.GraphProto.Builder text = OnnxMl.GraphProto.newBuilder();
    text(text, length, d, rows);
    Graphs.save(folder.resolve("text_model.onnx"), text);
    OnnxMl.GraphProto.Builder vision = OnnxMl.GraphProto.newBuilder();
    vision(vision, rows);
    Graphs.save(folder.resolve("vision_model.onnx"), vision);
  }

  private ModelSpec spec() {
    return new ModelSpec(
        "onnx", 1, new TreeMap<>(Map.of("folder", folder.toString())), Prices.FREE);
  }

  private OnnxEncoder open() {
    return OnnxEncoder.open(folder.toString(), Device.CPU, 1, 1);
  }

  /** Left half red, right half blue. */
  private static Picture picture(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.RED);
    g.fillRect(0, 0, width / 2, height);
    g.setColor(Color.BLUE);
    g.fillRect(width / 2, 0, width - width / 2, height);
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return new Picture(out.toByteArray());
  }

  private static void assertColours(OnnxEncoder encoder) throws Exception {
    assertEquals(D, encoder.dimension());
    EncodedText red = encoder.encode("red");
    assertArrayEquals(new float[] {1, 0, 0}, red.global(), 1e-6f);
    EncodedImage image = encoder.encode(picture(4, 4));
    assertArrayEquals(
        new float[] {1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1}, image.patches(), 1e-6f, "quarters");
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(new float[] {half, 0, half}, image.global(), 1e-6f);
  }

  @Test
  void graphsApartWithTokenAndPatchRows() throws Exception {
    apart("length", D, true);
    OnnxEncoder encoder = open();
    assertColours(encoder);
    EncodedText two = encoder.encode("green blue");
    assertArrayEquals(
        new float[] {0, 1, 0, 0, 0, 1}, two.tokens(), 1e-6f, "of unit length, without [END]");
    assertArrayEquals(new float[] {1, 1}, two.weights());
    assertEquals(0, encoder.encode("").weights().length);
  }

  @Test
  void oneGraphForBoth() throws Exception {
    OnnxMl.GraphProto.Builder both = OnnxMl.GraphProto.newBuilder();
    text(both, "length", D, true);
    vision(both, true);
    Files.createDirectories(folder.resolve("onnx"));
    Graphs.save(folder.resolve("onnx/model.onnx"), both);
    assertColours(open());
  }

  @Test
  void withoutTokenRowsTheWholeStandsForThem() throws Exception {
    apart("length", D, false);
    EncodedText text = open().encode("green blue");
    assertArrayEquals(text.global(), text.tokens());
    assertEquals(3, open().encode(picture(4, 4)).patches().length);
  }

  @Test
  void textsOfAFixedLengthArePadded() throws Exception {
    apart(4, D, true);
    OnnxEncoder encoder = open();
    assertEquals(2, encoder.encode("green blue").weights().length, "padding is no token");
  }

  /** CLIP reads 77 tokens, SigLIP 64; what is longer is neither cut nor refused. */
  @Test
  void longTextsAreEncodedInPieces() throws Exception {
    String text = "red red red green green blue blue";
    for (Object length : List.of("length", 4)) {
      apart(length, D, true);
      Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 4}");
      for (int batch : new int[] {1, 2}) {
        OnnxEncoder encoder = OnnxEncoder.open(folder.toString(), Device.CPU, 1, batch);
        EncodedText whole = encoder.encodeTexts(List.of("blue", text, "red")).get(1);
        assertEquals(7, whole.weights().length, "every word");
        assertArrayEquals(
            new float[] {0, 0, 1}, java.util.Arrays.copyOfRange(whole.tokens(), 18, 21), 1e-6f);
        float[] expected = new float[D];
        for (String piece : List.of("red red red", "green green blue", "blue")) {
          int words = piece.split(" ").length;
          float[] global = encoder.encode(piece).global();
          for (int i = 0; i < D; i++) {
            expected[i] += words * global[i];
          }
        }
        double norm = 0;
        for (float number : expected) {
          norm += number * number;
        }
        for (int i = 0; i < D; i++) {
          assertEquals(expected[i] / Math.sqrt(norm), whole.global()[i], 1e-5);
        }
      }
    }
  }

  /** SigLIP was trained on texts of 64 tokens, whatever the graph says of its axes. */
  @Test
  void siglipTextsArePaddedWhateverTheGraphLooksLike() throws Exception {
    String config = "{\"model_max_length\": 6, \"tokenizer_class\": \"%sTokenizer\"}";
    Files.writeString(folder.resolve("tokenizer_config.json"), config.formatted("Siglip"));
    apart(6, D, true);
    float[] fixed = open().encode("red green").global();
    apart("length", D, true);
    float[] padded = open().encode("red green").global();
    Files.writeString(folder.resolve("tokenizer_config.json"), config.formatted("CLIP"));
    withMask();
    float[] plain = open().encode("red green").global();
    assertArrayEquals(fixed, padded);
    assertTrue(Math.abs(plain[2] - padded[2]) > 0.01, "padding tells in this graph");
    Files.writeString(folder.resolve("tokenizer_config.json"), config.formatted("Siglip"));
    assertArrayEquals(fixed, open().encode("red green").global(), "a mask changes nothing");
  }

  /** A graph with free axes that takes a mask, and does not use it. */
  private void withMask() throws IOException {
    OnnxMl.GraphProto.Builder text = OnnxMl.GraphProto.newBuilder();
    text(text, "length", D, true);
    text.addInput(Graphs.value("attention_mask", 7, "batch", "length"));
    Graphs.save(folder.resolve("text_model.onnx"), text);
  }

  /** In batches of three, in any company, the same numbers. */
  @Test
  void theCompanyChangesNothing() throws Exception {
    apart("length", D, true);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> OnnxEncoder.open(folder.toString(), Device.CPU, 1, 3));
    assertTrue(refused.getMessage().contains("no model_max_length"), refused.getMessage());
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 6}");
    OnnxEncoder encoder = OnnxEncoder.open(folder.toString(), Device.CPU, 1, 3);
    List<String> texts = List.of("red", "green blue", "", "blue", "red red green blue red");
    List<EncodedText> together = encoder.encodeTexts(texts);
    for (int i = 0; i < texts.size(); i++) {
      EncodedText alone = encoder.encode(texts.get(i));
      assertArrayEquals(alone.tokens(), together.get(i).tokens());
      assertArrayEquals(alone.global(), together.get(i).global());
    }
    assertEquals(2, together.get(1).weights().length, "padding is no token");
    List<PreparedPicture> pictures = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pictures.add(encoder.prepare(DecodedPicture.of(picture(4 + 3 * i, 9))));
    }
    List<EncodedImage> images = encoder.encodePrepared(pictures);
    for (int i = 0; i < pictures.size(); i++) {
      assertArrayEquals(
          encoder.encode(pictures.get(i).picture()).patches(), images.get(i).patches());
    }
  }

  /** Here there is no GPU: auto goes on without, cuda does not. With one, both run on it. */
  @Test
  void autoRunsWhereItCan() throws Exception {
    apart("length", D, true);
    assertColours(OnnxEncoder.open(folder.toString(), Device.AUTO, 1, 0));
    if (!Boolean.getBoolean("seir.requireCuda")) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> OnnxEncoder.open(folder.toString(), Device.CUDA, 1, 0));
      assertTrue(refused.getMessage().contains("-Ponnx-gpu, CUDA 12 and cuDNN 9"));
    } else {
      assertColours(OnnxEncoder.open(folder.toString(), Device.CUDA, 1, 0));
    }
  }

  @Test
  void picturesAreMadeFitAsConfigured() throws Exception {
    apart("length", D, true);
    OnnxEncoder encoder = open();
    EncodedImage wide = encoder.encode(picture(64, 32));
    float[] rows = wide.patches();
    assertTrue(rows[0] > 0.9 && rows[5] > 0.9, "the middle is kept: half red, half blue");
    EncodedImage large = encoder.encode(picture(37, 91));
    assertTrue(large.patches()[0] > 0.9);
  }

  @Test
  void whatIsWrongWithAFolderIsNamed() throws Exception {
    assertRefused("lacks text_model.onnx and vision_model.onnx");
    apart("length", D, true);
    Files.delete(folder.resolve("vision_model.onnx"));
    assertRefused("lacks vision_model.onnx");
    apart("length", 2, true);
    assertTrue(
        assertThrows(IllegalArgumentException.class, this::open)
            .getMessage()
            .contains("texts have rows of 2, pictures of 3"));
    Files.delete(folder.resolve("tokenizer.json"));
    assertRefused("lacks tokenizer.json");
    write();
    apart("length", D, true);
    Files.writeString(folder.resolve("preprocessor_config.json"), "{\"do_resize\": true}");
    assertTrue(
        assertThrows(IllegalArgumentException.class, this::open)
            .getMessage()
            .contains("size is neither shortest_edge nor height and width"));
    write();
    Files.writeString(folder.resolve("text_model.onnx"), "no graph");
    assertTrue(
        assertThrows(IllegalArgumentException.class, this::open)
            .getMessage()
            .contains("does not load"));
    assertThrows(
        IllegalArgumentException.class, () -> new OnnxProvider().check(ModelRole.JUDGE, spec()));
  }

  private void assertRefused(String why) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new OnnxProvider().check(ModelRole.JUDGE_ENCODER, spec()));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
  }
}
