package io.seir.embedded.training;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.List;

/**
 * The two towers. Image: convolutions from 3 × 128 × 128 to 64 × 8 × 8, one vector a patch. Text: a
 * sentence embedding of 384 through one hidden layer to 64.
 */
final class DualEncoderNet {
  static final int DIMENSION = 64;
  static final int HIDDEN = 256;

  /** A convolution: output channels, side of its kernel, stride. */
  record Layer(int channels, int kernel, int stride) {}

  private DualEncoderNet() {}

  static List<Layer> layers(double width) {
    return List.of(
        new Layer(even(56 * width), 7, 4),
        new Layer(even(112 * width), 3, 2),
        new Layer(even(176 * width), 3, 2),
        new Layer(even(176 * width), 3, 1));
  }

  private static int even(double channels) {
    return 8 * (int) Math.round(channels / 8);
  }

  /**
   * @param normed with a batch norm after each convolution, to train from scratch; without, for
   *     weights that have taken the norms in
   */
  static Model image(double width, boolean normed) {
    SequentialBlock block = new SequentialBlock();
    for (Layer layer : layers(width)) {
      block.add(conv(layer.channels(), layer.kernel(), layer.stride(), !normed));
      if (normed) {
        block.add(BatchNorm.builder().build());
      }
      block.add(Activation.reluBlock());
    }
    block.add(conv(DIMENSION, 1, 1, true));
    return model("image", block);
  }

  private static Block conv(int channels, int kernel, int stride, boolean bias) {
    return Conv2d.builder()
        .setFilters(channels)
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(kernel / 2, kernel / 2))
        .optBias(bias)
        .build();
  }

  static Model text() {
    return model(
        "text",
        new SequentialBlock()
            .add(Linear.builder().setUnits(HIDDEN).build())
            .add(Activation.reluBlock())
            .add(Linear.builder().setUnits(DIMENSION).build()));
  }

  private static Model model(String name, Block block) {
    Model model = Model.newInstance(name, "PyTorch");
    model.setBlock(block);
    return model;
  }

  /** Unit length along the last axis. */
  static NDArray unit(NDArray rows) {
    return rows.div(rows.mul(rows).sum(new int[] {-1}, true).add(1e-8f).sqrt());
  }

  /** B × 64 × 8 × 8 to B × 64 patches × 64 numbers, of unit length. */
  static NDArray patches(NDList out) {
    NDArray map = out.singletonOrThrow();
    long batch = map.getShape().get(0);
    return unit(map.reshape(batch, DIMENSION, -1).transpose(0, 2, 1));
  }
}
