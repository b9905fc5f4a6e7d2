package io.seir.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.seir.kernels.HalfFloat;
import io.seir.model.PreparedPicture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A graph on ONNX Runtime, its inputs filled and its outputs read without nested arrays. Numbers of
 * pictures go in by buffers outside the heap, which are kept for the next run. Thread-safe.
 */
final class Graph {
  private static final int CPU_BATCH = 8;
  private static final int GPU_BATCH = 64;

  private final OrtSession session;
  private final Map<String, TensorInfo> inputs = new HashMap<>();
  private final boolean onGpu;
  private final Queue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();

  private Graph(OnnxLibrary.Session opened) throws OrtException {
    this.session = opened.session();
    this.onGpu = opened.onGpu();
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      if (input.getValue().getInfo() instanceof TensorInfo info) {
        inputs.put(input.getKey(), info);
      }
    }
  }

  static Graph open(Path file, Device device, int threads) throws OrtException {
    return new Graph(OnnxLibrary.session(file.toString(), device, threads));
  }

  /** What suits the device: many for a GPU; on a CPU more than a few gain nothing. */
  int batch() {
    return onGpu ? GPU_BATCH : CPU_BATCH;
  }

  boolean takes(String input) {
    return inputs.containsKey(input);
  }

  void require(String input, String graph) {
    if (!takes(input)) {
      throw new IllegalArgumentException(
          graph + " has no input '" + input + "' but " + inputs.keySet());
    }
  }

  /** How long an axis of an input is; 0 if any length goes. */
  int axis(String input, int axis) {
    TensorInfo info = inputs.get(input);
    long length = info != null && info.getShape().length > axis ? info.getShape()[axis] : 0;
    return (int) Math.max(0, length);
  }

  Run run() {
    return new Run();
  }

  /** One run: inputs are put, it goes, outputs are read. */
  final class Run implements AutoCloseable {
    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private @Nullable ByteBuffer lent;
    private OrtSession.@Nullable Result result;

    void put(String input, LongBuffer numbers, long[] shape) throws OrtException {
      tensors.put(input, OnnxTensor.createTensor(OnnxLibrary.environment(), numbers, shape));
    }

    /** Pictures, the last of them again and again until there are {@code together}. */
    void put(String input, List<PreparedPicture> pictures, int together) throws OrtException {
      PreparedPicture first = pictures.get(0);
      int each = first.numbers().length;
      boolean half = inputs.get(input) != null && inputs.get(input).type == OnnxJavaType.FLOAT16;
      ByteBuffer room = room((long) together * each * (half ? Short.BYTES : Float.BYTES));
      FloatBuffer floats = room.asFloatBuffer();
      ShortBuffer halves = room.asShortBuffer();
      for (int i = 0; i < together; i++) {
        PreparedPicture one = pictures.get(Math.min(i, pictures.size() - 1));
        if (one.width() != first.width() || one.height() != first.height()) {
          throw new IllegalArgumentException(
              "pictures of several sizes do not go in one batch; let preprocessor_config.json"
                  + " crop them or resize them to one size");
        }
        if (half) {
          for (float number : one.numbers()) {
            halves.put(HalfFloat.fromFloat(number));
          }
        } else {
          floats.put(one.numbers());
        }
      }
      long[] shape = {together, 3, first.height(), first.width()};
      tensors.put(
          input,
          half
              ? OnnxTensor.createTensor(
                  OnnxLibrary.environment(), halves.flip(), shape, OnnxJavaType.FLOAT16)
              : OnnxTensor.createTensor(OnnxLibrary.environment(), floats.flip(), shape));
    }

    private ByteBuffer room(long bytes) {
      ByteBuffer kept = spare.poll();
      if (kept == null || kept.capacity() < bytes) {
        kept = ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
      }
      lent = kept;
      return kept.clear().limit((int) bytes).slice().order(ByteOrder.nativeOrder());
    }

    void go() throws OrtException {
      result = session.run(tensors);
    }

    /** The rows of the whole texts or pictures, under the first of the names that is there. */
    float[] globals(List<String> names, String what, int together) throws OrtException {
      for (String name : names) {
        Optional<OnnxTensor> tensor = output(name);
        if (tensor.isPresent()
            && tensor.get().getInfo().getShape().length == 2
            && tensor.get().getInfo().getShape()[0] == together) {
          return numbers(tensor.get(), name);
        }
      }
      throw new IllegalArgumentException(
          "the graph gives no row of the whole "
              + what
              + " under any of "
              + names
              + " for a batch of "
              + together);
    }

    /** Rows of the parts of each, batch × parts × dimension, if the graph gives them. */
    Optional<float[]> rows(String name, int together, int dimension, String what)
        throws OrtException {
      Optional<OnnxTensor> tensor = output(name);
      if (tensor.isEmpty()) {
        return Optional.empty();
      }
      long[] shape = tensor.get().getInfo().getShape();
      if (shape.length != 3 || shape[0] != together || shape[1] == 0 || shape[2] != dimension) {
        throw new IllegalArgumentException(
            name
                + " are not "
                + together
                + " × "
                + what
                + " × "
                + dimension
                + " as the whole's rows, but "
                + Arrays.toString(shape));
      }
      return Optional.of(numbers(tensor.get(), name));
    }

    private Optional<OnnxTensor> output(String name) {
      Optional<OnnxValue> value = result == null ? Optional.empty() : result.get(name);
      return value.filter(OnnxTensor.class::isInstance).map(OnnxTensor.class::cast);
    }

    private float[] numbers(OnnxTensor tensor, String name) {
      FloatBuffer numbers = tensor.getFloatBuffer(); // a copy; widened if it is fp16
      if (numbers == null) {
        throw new IllegalArgumentException(
            name + " are " + tensor.getInfo().type + ", not fp32 or fp16");
      }
      float[] array = new float[numbers.remaining()];
      numbers.get(array);
      return array;
    }

    @Override
    public void close() {
      if (result != null) {
        result.close();
      }
      tensors.values().forEach(OnnxTensor::close);
      if (lent != null) {
        spare.add(lent);
      }
    }
  }

  /** Rows of unit length; one without direction stays zero. */
  static float[] unit(float[] from, int at, int rows, int dimension) {
    float[] to = new float[rows * dimension];
    unit(from, at, rows, dimension, to, 0);
    return to;
  }

  static void unit(float[] from, int at, int rows, int dimension, float[] to, int toAt) {
    for (int row = 0; row < rows; row++) {
      int first = at + row * dimension;
      double squares = 0;
      for (int i = first; i < first + dimension; i++) {
        squares += (double) from[i] * from[i];
      }
      double length = Math.sqrt(squares);
      for (int i = 0; i < dimension && length > 0; i++) {
        to[toAt + row * dimension + i] = (float) (from[first + i] / length);
      }
    }
  }
}
