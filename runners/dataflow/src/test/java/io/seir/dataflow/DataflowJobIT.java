package io.seir.dataflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.cli.Ended;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job request and the staged pipeline, made without a network and parsed. */
class DataflowJobIT {
  private static final String ACCELERATOR = "beam:resources:accelerator:v1";
  private static final String IMAGE = "europe-west4-docker.pkg.dev/p/r/seir-gpu:1";

  @TempDir Path folder;

  private Path staged() throws IOException {
    return Files.writeString(folder.resolve("staged.txt"), "stands for the jars");
  }

  private Path template(String... more) throws IOException {
    Path file = folder.resolve("job.json");
    List<String> line = new ArrayList<>(List.of("generate", "--runner=DataflowRunner"));
    line.addAll(
        List.of(
            "--project=a-project",
            "--region=europe-west4",
            "--gcpTempLocation=gs://bucket/tmp",
            "--templateLocation=" + file,
            "--credentialFactoryClass=org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory",
            "--pathValidatorClass=org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator",
            "--stagerClass=" + KeepingStager.class.getName(),
            "--filesToStage=" + staged(),
            "--sdkContainerImage=" + IMAGE,
            "--workerMachineType=g2-standard-8",
            "--samples=1000",
            "--turns=1-2",
            "--out=gs://bucket/out"));
    line.addAll(List.of(more));
    Ended ended = Ended.of(line.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains(file.toString()), ended.out());
    return file;
  }

  @Test
  void onlyTheFeatureStepAsksForAGpu() throws Exception {
    Path file = template("--accelerator=type:nvidia-l4;count:1;install-nvidia-driver");
    JsonNode job = JsonCoder.mapper().readTree(Files.readString(file));
    JsonNode pool = job.at("/environment/workerPools/0");
    assertEquals("g2-standard-8", pool.path("machineType").asText());
    assertTrue(pool.toString().contains(IMAGE), pool.toString());
    assertFalse(job.toString().contains("worker_accelerator"), "every worker would get a GPU");

    RunnerApi.Components pipeline = pipeline().getComponents();
    List<String> withGpu = new ArrayList<>();
    for (Map.Entry<String, RunnerApi.PTransform> entry : pipeline.getTransformsMap().entrySet()) {
      RunnerApi.PTransform transform = entry.getValue();
      RunnerApi.Environment environment =
          pipeline.getEnvironmentsOrDefault(
              transform.getEnvironmentId(), RunnerApi.Environment.getDefaultInstance());
      if (environment.containsResourceHints(ACCELERATOR)) {
        assertTrue(
            environment.getResourceHintsOrThrow(ACCELERATOR).toStringUtf8().contains("nvidia-l4"));
        withGpu.add(transform.getUniqueName());
      }
    }
    assertFalse(withGpu.isEmpty(), "somebody asks for it");
    for (String name : withGpu) {
      assertTrue(name.startsWith("Generate/Features/"), name);
    }
  }

  @Test
  void withoutTheOptionNobodyAsksForAGpu() throws Exception {
    template();
    pipeline()
        .getComponents()
        .getEnvironmentsMap()
        .values()
        .forEach(environment -> assertFalse(environment.containsResourceHints(ACCELERATOR)));
  }

  private static RunnerApi.Pipeline pipeline() throws Exception {
    byte[] staged = KeepingStager.KEPT.get("pipeline.pb");
    assertTrue(staged != null, "staged: " + KeepingStager.KEPT.keySet());
    return RunnerApi.Pipeline.parseFrom(staged);
  }
}
