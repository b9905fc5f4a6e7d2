package io.seir.model.onnx;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Parts of small graphs. */
final class Graphs {
  private Graphs() {}

  static OnnxMl.NodeProto node(
      String type, List<String> in, String out, OnnxMl.AttributeProto... attributes) {
    return OnnxMl.NodeProto.newBuilder()
        .setOpType(type)
        .addAllInput(in)
        .addOutput(out)
        .addAllAttribute(List.of(attributes))
        .build();
  }

  static OnnxMl.AttributeProto ints(String name, long... values) {
    OnnxMl.AttributeProto.Builder attribute =
        OnnxMl.AttributeProto.newBuilder()
            .setName(name)
            .setType(OnnxMl.AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  static OnnxMl.AttributeProto one(String name, long value) {
    return OnnxMl.AttributeProto.newBuilder()
        .setName(name)
        .setType(OnnxMl.AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static OnnxMl.ValueInfoProto value(String name, int type, Object... dims) {
    OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
    for (Object dim : dims) {
      OnnxMl.TensorShapeProto.Dimension.Builder builder =
          OnnxMl.TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          dim instanceof String text
              ? builder.setDimParam(text)
              : builder.setDimValue(((Number) dim).longValue()));
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }

  static void save(Path file, OnnxMl.GraphProto.Builder graph) throws IOException {
    save(file, graph, 13);
  }

  static void save(Path file, OnnxMl.GraphProto.Builder graph, int operators) throws IOException {
    OnnxMl.ModelProto model =
        OnnxMl.ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(
                OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(operators))
            .setGraph(graph.setName("graph"))
            .build();
    Files.write(file, model.toByteArray());
  }
}
