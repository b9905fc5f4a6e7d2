package io.seir.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.seir.kernels.GpuIndex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the ONNX runtime. By itself it leaves a folder behind in the temporary folder every time,
 * and its libraries too if the process is killed; here they are unlinked as soon as they are
 * mapped.
 */
public final class OnnxLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxLibrary.class);
  private static final AtomicBoolean TOLD = new AtomicBoolean();
  private static final String PATH = "onnxruntime.native.path";
  private static final String NATIVES = "/ai/onnxruntime/native/";
  private static final List<String> LIBRARIES =
      List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");
  private static final Map<String, String> LINUX =
      Map.of("amd64", "linux-x64/", "aarch64", "linux-aarch64/");

  private static @Nullable OrtEnvironment environment;

  private OnnxLibrary() {}

  /** The runtime, loaded at the first call. */
  public static synchronized OrtEnvironment environment() {
    if (environment == null) {
      synchronized (System.getProperties()) { // one a JVM, whatever the class loader
        environment = load();
      }
    }
    return environment;
  }

  /**
   * A graph, ready to run.
   *
   * @param onGpu where it runs
   */
  record Session(OrtSession session, boolean onGpu) {}

  /**
   * Opens a graph.
   *
   * @param threads that one run takes
   * @throws IllegalArgumentException if it has to be on a GPU, and none works; the message says why
   */
  static Session session(String file, Device device, int threads) throws OrtException {
    OrtEnvironment opened = environment();
    boolean known = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    if (device == Device.CPU || device == Device.AUTO && !known) {
      return new Session(on(opened, file, threads, false), false);
    }
    try {
      return new Session(on(opened, file, threads, true), true);
    } catch (OrtException | LinkageError e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      if (device == Device.CUDA) {
        throw new IllegalArgumentException(
            "device cuda needs a build with -Ponnx-gpu, CUDA 12 and cuDNN 9: " + why, e);
      }
      if (TOLD.compareAndSet(false, true)) {
        LOG.warn("encoders run on the CPU, since the GPU does not work: {}", why);
      }
      return new Session(on(opened, file, threads, false), false);
    }
  }

  private static OrtSession on(OrtEnvironment opened, String file, int threads, boolean gpu)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      if (gpu) {
        options.addCUDA(GpuIndex.get());
      }
      return opened.createSession(file, options);
    }
  }

  private static OrtEnvironment load() {
    String folder = NATIVES + LINUX.getOrDefault(System.getProperty("os.arch"), "none/");
    boolean known =
        System.getProperty("os.name").equals("Linux") && exists(folder, LIBRARIES.get(0));
    boolean more = exists(folder, "libonnxruntime_providers_shared.so"); // loaded later, from there
    if (!known || more || System.getProperty(PATH) != null) {
      return OrtEnvironment.getEnvironment();
    }
    try {
      Path own = Files.createTempDirectory("seir-onnxruntime");
      try {
        for (String library : LIBRARIES) {
          try (InputStream in = OnnxLibrary.class.getResourceAsStream(folder + library)) {
            if (in != null) {
              Files.copy(in, own.resolve(library));
            }
          }
        }
        System.setProperty(PATH, own.toString());
        return OrtEnvironment.getEnvironment();
      } finally {
        System.clearProperty(PATH);
        LIBRARIES.forEach(library -> forget(own.resolve(library)));
        forget(own);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the ONNX runtime cannot be unpacked", e);
    }
  }

  /** What cannot be deleted is left: the runtime works all the same. */
  private static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  private static boolean exists(String folder, String library) {
    return OnnxLibrary.class.getResource(folder + library) != null;
  }
}
