package io.seir.dataflow;

import com.google.api.services.dataflow.model.DataflowPackage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.runners.dataflow.util.PackageUtil;
import org.apache.beam.runners.dataflow.util.Stager;
import org.apache.beam.sdk.options.PipelineOptions;

/** Keeps what a job would upload. */
public final class KeepingStager implements Stager {
  static final Map<String, byte[]> KEPT = new ConcurrentHashMap<>();

  private KeepingStager() {}

  /** As Beam makes stagers. */
  public static KeepingStager fromOptions(PipelineOptions options) {
    return new KeepingStager();
  }

  @Override
  public List<DataflowPackage> stageFiles(List<PackageUtil.StagedFile> files) {
    return List.of();
  }

  @Override
  public DataflowPackage stageToFile(byte[] bytes, String baseName) {
    KEPT.put(baseName, bytes);
    return new DataflowPackage().setName(baseName).setLocation("gs://bucket/staging/" + baseName);
  }
}
