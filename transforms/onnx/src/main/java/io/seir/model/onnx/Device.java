package io.seir.model.onnx;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a graph runs. */
enum Device {
  /** On a GPU if the ONNX runtime of this build knows one and it works; else on the CPU. */
  AUTO,
  CPU,
  /** On a GPU, or not at all. */
  CUDA;

  /**
   * By its name in a setting.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Device of(String name) {
    return Arrays.stream(values())
        .filter(device -> device.key().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "device must be "
                        + Arrays.stream(values()).map(Device::key).collect(Collectors.joining(", "))
                        + ", not '"
                        + name
                        + "'"));
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
