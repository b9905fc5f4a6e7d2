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
 * Dual encoders from a folder of ONNX graphs. Settings: {@code folder} (local or gs://), {@code
 * device} ({@code cpu} or {@code cuda}), {@code threads} (of ONNX Runtime, default 1, so that
 * numbers do not depend on the load).
 */
public final class OnnxProvider implements ModelProvider {
  private static final Map<ModelSpec, OnnxEncoder> OPEN = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public Set<String> settings() {
    return Set.of("folder", "device", "threads", "batch");
  }

  @Override
  public void check(ModelRole role, ModelSpec spec) {
    if (role != ModelRole.ENCODER && role != ModelRole.JUDGE_ENCODER) {
      throw new IllegalArgumentException("onnx plays encoder and judgeEncoder, not " + role.key());
    }
    if (spec.setting("folder", "").isBlank()) {
      throw new IllegalArgumentException("folder is missing: where are the encoder's files?");
    }
    String device = spec.setting("device", "cpu");
    if (!Set.of("cpu", "cuda").contains(device)) {
      throw new IllegalArgumentException("device must be cpu or cuda, not '" + device + "'");
    }
    spec.number("threads", 1, 1, 256);
    spec.number("batch", 1, 1, 1024);
    EncoderFolder.check(spec.setting("folder", ""));
  }

  @Override
  public String endpoint(ModelSpec spec) {
    return "onnx " + spec.setting("folder", "");
  }

  /** The files' sizes tell another export of the same name apart; numbers differ with the batch. */
  @Override
  public String identity(ModelSpec spec) {
    return EncoderFolder.identity(spec.setting("folder", ""))
        + spec.setting("device", "")
        + "-"
        + spec.setting("batch", "1");
  }

  @Override
  public List<String> offered(ModelSpec spec) {
    return List.of(EncoderFolder.identity(spec.setting("folder", "")));
  }

  @Override
  public ChatModel chat(ModelRole role, ModelSpec spec) {
    throw new IllegalArgumentException("onnx has no chat models");
  }

  @Override
  public ImageModel image(ModelSpec spec) {
    throw new IllegalArgumentException("onnx has no image models");
  }

  /** Shared per class loader: graphs are large. */
  @Override
  public TextImageEncoder encoder(ModelRole role, ModelSpec spec) {
    return OPEN.computeIfAbsent(
        spec,
        s ->
            OnnxEncoder.open(
                s.setting("folder", ""),
                s.setting("device", "cpu").equals("cuda"),
                s.number("threads", 1, 1, 256),
                s.number("batch", 1, 1, 1024)));
  }
}
