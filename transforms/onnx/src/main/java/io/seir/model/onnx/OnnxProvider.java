package io.seir.model.onnx;

import io.seir.model.ChatModel;
import io.seir.model.ImageModel;
import io.seir.model.ModelProvider;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.TextImageEncoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Dual encoders, and classifiers of pictures for safety, from a folder of ONNX graphs. Settings:
 * {@code folder} (local or gs://), {@code device} ({@code auto} by default, {@code cpu} or {@code
 * cuda}), {@code threads} (of ONNX Runtime, default 1, so that numbers do not depend on the load);
 * of encoders {@code batch} (by default what suits graph and device); of classifiers {@code
 * threshold} (default 0.5) and {@code harmless} (labels, separated by commas).
 */
public final class OnnxProvider implements ModelProvider {
  private static final Map<ModelSpec, OnnxEncoder> ENCODERS = new ConcurrentHashMap<>();

  private static final Map<ModelSpec, OnnxClassifier> CLASSIFIERS = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public Set<String> settings() {
    return Set.of("folder", "device", "threads", "batch", "threshold", "harmless");
  }

  @Override
  public void check(ModelRole role, ModelSpec spec) {
    boolean classifier = role == ModelRole.IMAGE_SAFETY;
    if (!classifier && role != ModelRole.ENCODER && role != ModelRole.JUDGE_ENCODER) {
      throw new IllegalArgumentException(
          "onnx plays encoder, judgeEncoder and imageSafety, not " + role.key());
    }
    if (spec.setting("folder", "").isBlank()) {
      throw new IllegalArgumentException("folder is missing: where are the model's files?");
    }
    device(spec);
    spec.number("threads", 1, 1, 256);
    batch(spec);
    for (String other : classifier ? List.of("batch") : List.of("threshold", "harmless")) {
      if (!spec.setting(other, "").isEmpty()) {
        throw new IllegalArgumentException(other + " is no setting of " + role.key());
      }
    }
    if (classifier) {
      threshold(spec);
      OnnxClassifier.check(spec.setting("folder", ""), harmless(spec));
    } else {
      EncoderFolder.check(spec.setting("folder", ""));
    }
  }

  @Override
  public String endpoint(ModelSpec spec) {
    return "onnx " + spec.setting("folder", "");
  }

  /** The files' sizes tell another export of the same name apart; numbers differ with the batch. */
  @Override
  public String identity(ModelSpec spec) {
    String folder = spec.setting("folder", "");
    if (!EncoderFolder.isEncoder(folder)) {
      return OnnxClassifier.identity(folder) + " over " + threshold(spec) + " " + harmless(spec);
    }
    return EncoderFolder.identity(folder)
        + spec.setting("device", "")
        + "-"
        + spec.setting("batch", "auto");
  }

  @Override
  public List<String> offered(ModelSpec spec) {
    String folder = spec.setting("folder", "");
    return List.of(
        EncoderFolder.isEncoder(folder)
            ? EncoderFolder.identity(folder)
            : OnnxClassifier.identity(folder));
  }

  /** Those for {@link ModelRole#IMAGE_SAFETY}, which look at the pictures alone. */
  @Override
  public ChatModel chat(ModelRole role, ModelSpec spec) {
    if (role != ModelRole.IMAGE_SAFETY) {
      throw new IllegalArgumentException("onnx has no chat models");
    }
    return CLASSIFIERS.computeIfAbsent(
        spec,
        s ->
            OnnxClassifier.open(
                s.setting("folder", ""),
                device(s),
                s.number("threads", 1, 1, 256),
                harmless(s),
                threshold(s)));
  }

  private static Device device(ModelSpec spec) {
    return Device.of(spec.setting("device", Device.AUTO.key()));
  }

  /** 0 for what suits graph and device. */
  private static int batch(ModelSpec spec) {
    return spec.setting("batch", "").isEmpty() ? 0 : spec.number("batch", 1, 1, 1024);
  }

  private static String harmless(ModelSpec spec) {
    return spec.setting("harmless", OnnxClassifier.HARMLESS);
  }

  private static double threshold(ModelSpec spec) {
    String text = spec.setting("threshold", "0.5");
    try {
      double threshold = Double.parseDouble(text);
      if (threshold > 0 && threshold <= 1) {
        return threshold;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("threshold is no number: '" + text + "'", e);
    }
    throw new IllegalArgumentException("threshold must be above 0 and at most 1, not " + text);
  }

  @Override
  public ImageModel image(ModelSpec spec) {
    throw new IllegalArgumentException("onnx has no image models");
  }

  /** Shared per class loader: graphs are large. */
  @Override
  public TextImageEncoder encoder(ModelRole role, ModelSpec spec) {
    return ENCODERS.computeIfAbsent(
        spec,
        s ->
            OnnxEncoder.open(
                s.setting("folder", ""), device(s), s.number("threads", 1, 1, 256), batch(s)));
  }
}
