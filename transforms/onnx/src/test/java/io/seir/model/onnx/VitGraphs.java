package io.seir.model.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * An encoder of the size of CLIP ViT-B/32 with random weights, to be timed: it takes as long as the
 * real one, and says nothing. Argument: a folder.
 */
final class VitGraphs {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int JOINT = 512;

  private final OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder();
  private final Random random = new Random(1);
  private final int width;
  private final int heads;
  private int next;

  private VitGraphs(int width, int heads) {
    this.width = width;
    this.heads = heads;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Files.writeString(folder.resolve("tokenizer.json"), OnnxEncoderTest.TOKENIZER);
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 77}");
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"size": {"shortest_edge": 224}, "resample": 3, "do_center_crop": true,
         "crop_size": {"height": 224, "width": 224},
         "image_mean": [0.48145466, 0.4578275, 0.40821073],
         "image_std": [0.26862954, 0.26130258, 0.27577711]}
        """);
    new VitGraphs(768, 12).vision(folder.resolve("vision_model.onnx"));
    new VitGraphs(512, 8).text(folder.resolve("text_model.onnx"));
  }

  private String add(String type, List<String> in, OnnxMl.AttributeProto... attributes) {
    String out = "x" + next++;
    graph.addNode(Graphs.node(type, in, out, attributes));
    return out;
  }

  private String weights(long... shape) {
    String name = "w" + next++;
    long size = 1;
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder().setName(name).setDataType(FLOAT);
    for (long side : shape) {
      tensor.addDims(side);
      size *= side;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(size * Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < size; i++) {
      bytes.putFloat((float) (random.nextGaussian() * 0.02));
    }
    graph.addInitializer(tensor.setRawData(ByteString.copyFrom(bytes.array())));
    return name;
  }

  private String integers(long... values) {
    String name = "i" + next++;
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder().setName(name).setDataType(INT64).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return name;
  }

  private String scalar(float value) {
    String name = "s" + next++;
    graph.addInitializer(
        OnnxMl.TensorProto.newBuilder().setName(name).setDataType(FLOAT).addFloatData(value));
    return name;
  }

  private String linear(String x, int from, int to) {
    return add("Add", List.of(add("MatMul", List.of(x, weights(from, to))), weights(to)));
  }

  private String normed(String x) {
    return add("LayerNormalization", List.of(x, weights(width), weights(width)));
  }

  private String split(String x, long... order) {
    String apart = add("Reshape", List.of(x, integers(0, -1, heads, width / heads)));
    return add("Transpose", List.of(apart), Graphs.ints("perm", order));
  }

  private String layer(String x) {
    String y = normed(x);
    String queries = split(linear(y, width, width), 0, 2, 1, 3);
    String keys = split(linear(y, width, width), 0, 2, 3, 1);
    String values = split(linear(y, width, width), 0, 2, 1, 3);
    String scores = add("MatMul", List.of(queries, keys));
    String scaled = add("Mul", List.of(scores, scalar((float) Math.sqrt(1.0 * heads / width))));
    String shares = add("Softmax", List.of(scaled), Graphs.one("axis", -1));
    String mixed =
        add(
            "Transpose",
            List.of(add("MatMul", List.of(shares, values))),
            Graphs.ints("perm", 0, 2, 1, 3));
    String joined = add("Reshape", List.of(mixed, integers(0, -1, width)));
    String attended = add("Add", List.of(x, linear(joined, width, width)));
    String inner = linear(normed(attended), width, 4 * width);
    String gate = add("Sigmoid", List.of(add("Mul", List.of(inner, scalar(1.702f)))));
    String quick = add("Mul", List.of(inner, gate));
    return add("Add", List.of(attended, linear(quick, 4 * width, width)));
  }

  private void output(String x, String name, Object... shape) {
    graph.addNode(Graphs.node("MatMul", List.of(x, weights(width, JOINT)), name));
    graph.addOutput(Graphs.value(name, FLOAT, shape));
  }

  private void vision(Path file) throws IOException {
    graph.addInput(Graphs.value("pixel_values", FLOAT, "batch", 3, 224, 224));
    String patches =
        add(
            "Conv",
            List.of("pixel_values", weights(width, 3, 32, 32)),
            Graphs.ints("kernel_shape", 32, 32),
            Graphs.ints("strides", 32, 32));
    String line = add("Reshape", List.of(patches, integers(0, width, -1)));
    String tokens = add("Transpose", List.of(line), Graphs.ints("perm", 0, 2, 1));
    String x = normed(add("Add", List.of(tokens, weights(49, width))));
    for (int layer = 0; layer < 12; layer++) {
      x = layer(x);
    }
    output(normed(x), "patch_embeds", "batch", 49, JOINT);
    String mean = add("ReduceMean", List.of(x), Graphs.ints("axes", 1), Graphs.one("keepdims", 0));
    output(normed(mean), "image_embeds", "batch", JOINT);
    Graphs.save(file, graph, 17);
  }

  private void text(Path file) throws IOException {
    graph.addInput(Graphs.value("input_ids", INT64, "batch", "length"));
    graph.addInput(Graphs.value("attention_mask", INT64, "batch", "length"));
    String x = add("Gather", List.of(weights(6, width), "input_ids"), Graphs.one("axis", 0));
    for (int layer = 0; layer < 12; layer++) {
      x = layer(x);
    }
    String mask = add("Cast", List.of("attention_mask"), Graphs.one("to", FLOAT));
    String column = add("Unsqueeze", List.of(mask, integers(2)));
    String kept = add("Mul", List.of(x, column));
    String sum = add("ReduceSum", List.of(kept, integers(1)), Graphs.one("keepdims", 0));
    output(sum, "text_embeds", "batch", JOINT);
    Graphs.save(file, graph, 17);
  }
}
