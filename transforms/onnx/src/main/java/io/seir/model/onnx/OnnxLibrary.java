package io.seir.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads the ONNX runtime. By itself it leaves a folder behind in the temporary folder every time,
 * and its libraries too if the process is killed; here they are unlinked as soon as they are
 * mapped.
 */
public final class OnnxLibrary {
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
   * @param cuda on the first GPU
   * @param threads that one run takes
   */
  static OrtSession session(String file, boolean cuda, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      if (cuda) {
        try {
          options.addCUDA(0);
        } catch (OrtException e) {
          throw new IllegalArgumentException(
              "device cuda needs a build with -Ponnx-gpu and a GPU: " + e.getMessage(), e);
        }
      }
      return environment().createSession(file, options);
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
