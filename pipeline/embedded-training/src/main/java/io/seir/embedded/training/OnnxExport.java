package io.seir.embedded.training;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the trained towers as ONNX graphs: {@code NAME-image.onnx} (pixels N×3×128×128 → patches
 * N×64×64, unit length) and {@code NAME-text.onnx} (sentence N×384 → phrase N×64, unit length).
 * Batch norms are folded into their convolutions.
 */
final class OnnxExport {
  private static final float EPSILON = 1e-5f;

  private OnnxExport() {}

  static void write(Model image, Model text, EncoderSpec spec, Path folder) throws IOException {
    save(imageGraph(image, spec), folder.resolve(spec.name() + "-image.onnx"));
    save(textGraph(text), folder.resolve(spec.name() + "-text.onnx"));
  }

  private static OnnxMl.GraphProto imageGraph(Model image, EncoderSpec spec) {
    Graph graph = new Graph("image", "pixels", List.of("n", "3", "128", "128"));
    List<float[]> values = values(image);
    boolean normed = values.size() > 2 * DualEncoderNet.layers(spec.width()).size() + 2;
    int at = 0;
    int in = 3;
    String x = "pixels";
    for (DualEncoderNet.Layer layer : DualEncoderNet.layers(spec.width())) {
      int out = layer.channels();
      int side = layer.kernel();
      float[] weight = values.get(at).clone();
      float[] bias;
      if (normed) {
        bias = fold(weight, values.subList(at + 1, at + 5));
        at += 5;
      } else {
        bias = values.get(at + 1);
        at += 2;
      }
      x = graph.relu(graph.conv(x, weight, bias, new long[] {out, in, side, side}, layer.stride()));
      in = out;
    }
    x =
        graph.conv(
            x,
            values.get(at),
            values.get(at + 1),
            new long[] {DualEncoderNet.DIMENSION, in, 1, 1},
            1);
    x = graph.reshape(x, new long[] {0, DualEncoderNet.DIMENSION, -1});
    x = graph.transpose(x, 0, 2, 1);
    return graph.end(graph.unit(x), List.of("n", "64", "64"));
  }

  /**
   * Takes a batch norm into the convolution before it.
   *
   * @param weight of the convolution; changed
   * @param norm gamma, beta, mean, variance
   * @return the convolution's bias
   */
  private static float[] fold(float[] weight, List<float[]> norm) {
    float[] bias = new float[norm.get(0).length];
    int each = weight.length / bias.length;
    for (int c = 0; c < bias.length; c++) {
      float factor = norm.get(0)[c] / (float) Math.sqrt(norm.get(3)[c] + EPSILON);
      bias[c] = norm.get(1)[c] - norm.get(2)[c] * factor;
      for (int i = 0; i < each; i++) {
        weight[c * each + i] *= factor;
      }
    }
    return bias;
  }

  /** The weights of a tower that {@link #write} stored, in the order of its parameters. */
  static List<float[]> read(Path file) throws IOException {
    List<float[]> values = new ArrayList<>();
    for (OnnxMl.TensorProto tensor :
        OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getInitializerList()) {
      if (tensor.getDataType() == OnnxMl.TensorProto.DataType.FLOAT.getNumber()) {
        FloatBuffer numbers =
            tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] value = new float[numbers.remaining()];
        numbers.get(value);
        values.add(value);
      }
    }
    values.remove(values.size() - 1); // the smallest length that a row is divided by
    return values;
  }

  private static OnnxMl.GraphProto textGraph(Model text) {
    Graph graph = new Graph("text", "sentence", List.of("n", "384"));
    List<float[]> values = values(text);
    String x =
        graph.relu(
            graph.linear("sentence", values.get(0), values.get(1), DualEncoderNet.HIDDEN, 384));
    x =
        graph.linear(
            x, values.get(2), values.get(3), DualEncoderNet.DIMENSION, DualEncoderNet.HIDDEN);
    return graph.end(graph.unit(x), List.of("n", "64"));
  }

  private static List<float[]> values(Model model) {
    List<float[]> values = new ArrayList<>();
    for (Parameter parameter : model.getBlock().getParameters().values()) {
      NDArray array = parameter.getArray();
      values.add(array.toFloatArray());
    }
    return values;
  }

  private static void save(OnnxMl.GraphProto graph, Path file) throws IOException {
    OnnxMl.ModelProto model =
        OnnxMl.ModelProto.newBuilder()
            .setIrVersion(8)
            .setProducerName("seir-embedded-training")
            .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
            .setGraph(graph)
            .build();
    Path half = file.resolveSibling(file.getFileName() + ".part");
    try (OutputStream out = Files.newOutputStream(half)) {
      model.writeTo(out);
    }
    Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A graph under construction; every method adds a node and returns the name of its output. */
  private static final class Graph {
    private final OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder();
    private int names;

    Graph(String name, String input, List<String> shape) {
      graph.setName(name).addInput(value(input, shape));
    }

    OnnxMl.GraphProto end(String last, List<String> shape) {
      node("Identity", List.of(last), "out");
      return graph.addOutput(value("out", shape)).build();
    }

    String conv(String x, float[] weight, float[] bias, long[] shape, int stride) {
      int pad = (int) (shape[2] / 2);
      String w = floats(weight, shape);
      String b = floats(bias, shape[0]);
      return node(
          "Conv",
          List.of(x, w, b),
          fresh(),
          ints("kernel_shape", shape[2], shape[3]),
          ints("strides", stride, stride),
          ints("pads", pad, pad, pad, pad));
    }

    String linear(String x, float[] weight, float[] bias, int out, int in) {
      String w = floats(weight, out, in);
      String b = floats(bias, out);
      return node("Gemm", List.of(x, w, b), fresh(), one("transB"));
    }

    String relu(String x) {
      return node("Relu", List.of(x), fresh());
    }

    String reshape(String x, long[] shape) {
      return node("Reshape", List.of(x, longs(shape)), fresh());
    }

    String transpose(String x, long... order) {
      return node("Transpose", List.of(x), fresh(), ints("perm", order));
    }

    String unit(String x) {
      String norm = node("ReduceL2", List.of(x), fresh(), ints("axes", -1), one("keepdims"));
      String safe = node("Max", List.of(norm, floats(new float[] {1e-6f}, 1)), fresh());
      return node("Div", List.of(x, safe), fresh());
    }

    private String node(
        String op, List<String> inputs, String output, OnnxMl.AttributeProto... attributes) {
      graph.addNode(
          OnnxMl.NodeProto.newBuilder()
              .setOpType(op)
              .addAllInput(inputs)
              .addOutput(output)
              .addAllAttribute(List.of(attributes)));
      return output;
    }

    private String fresh() {
      return "t" + names++;
    }

    private String floats(float[] values, long... shape) {
      ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      raw.asFloatBuffer().put(values);
      return tensor(OnnxMl.TensorProto.DataType.FLOAT, raw, shape);
    }

    private String longs(long... values) {
      ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      raw.asLongBuffer().put(values);
      return tensor(OnnxMl.TensorProto.DataType.INT64, raw, values.length);
    }

    private String tensor(OnnxMl.TensorProto.DataType type, ByteBuffer raw, long... shape) {
      String name = fresh();
      OnnxMl.TensorProto.Builder tensor =
          OnnxMl.TensorProto.newBuilder()
              .setName(name)
              .setDataType(type.getNumber())
              .setRawData(ByteString.copyFrom(raw.array()));
      for (long side : shape) {
        tensor.addDims(side);
      }
      graph.addInitializer(tensor);
      return name;
    }

    private static OnnxMl.AttributeProto ints(String name, long... values) {
      OnnxMl.AttributeProto.Builder attribute =
          OnnxMl.AttributeProto.newBuilder()
              .setName(name)
              .setType(OnnxMl.AttributeProto.AttributeType.INTS);
      for (long value : values) {
        attribute.addInts(value);
      }
      return attribute.build();
    }

    private static OnnxMl.AttributeProto one(String name) {
      return OnnxMl.AttributeProto.newBuilder()
          .setName(name)
          .setType(OnnxMl.AttributeProto.AttributeType.INT)
          .setI(1)
          .build();
    }

    private static OnnxMl.ValueInfoProto value(String name, List<String> shape) {
      OnnxMl.TensorShapeProto.Builder dims = OnnxMl.TensorShapeProto.newBuilder();
      for (String side : shape) {
        OnnxMl.TensorShapeProto.Dimension.Builder dim =
            OnnxMl.TensorShapeProto.Dimension.newBuilder();
        if (Character.isDigit(side.charAt(0))) {
          dim.setDimValue(Long.parseLong(side));
        } else {
          dim.setDimParam(side);
        }
        dims.addDim(dim);
      }
      return OnnxMl.ValueInfoProto.newBuilder()
          .setName(name)
          .setType(
              OnnxMl.TypeProto.newBuilder()
                  .setTensorType(
                      OnnxMl.TypeProto.Tensor.newBuilder()
                          .setElemType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
                          .setShape(dims)))
          .build();
    }
  }
}
