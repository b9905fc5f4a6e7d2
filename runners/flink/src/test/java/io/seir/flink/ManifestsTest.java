package io.seir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.FlinkVersion;
import org.apache.flink.kubernetes.operator.api.spec.JobSpec;
import org.apache.flink.runtime.externalresource.ExternalResourceUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manifests, read by the operator's own classes and held against its schema. The classes drop
 * names that they do not know, so the schema is made to refuse them.
 */
class ManifestsTest {
  private static final Path FOLDER = Path.of("kubernetes");
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final JsonSchema SCHEMA = schema();

  private static JsonSchema schema() {
    try (InputStream crd =
        FlinkDeployment.class.getResourceAsStream(
            "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml")) {
      JsonNode schema =
          YAML.readTree(Objects.requireNonNull(crd))
              .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
      close(schema);
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** No object may have others than the properties that are named. */
  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("properties").isObject()) {
      if (!object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
    }
    node.forEach(ManifestsTest::close);
  }

  private static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name));
  }

  private static Set<ValidationMessage> faults(String manifest) throws IOException {
    return SCHEMA.validate(YAML.readTree(manifest).path("spec"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"session.yaml", "application.yaml"})
  void theOperatorReadsThem(String name) throws Exception {
    FlinkDeployment deployment = YAML.readValue(text(name), FlinkDeployment.class);
    assertEquals(Set.of(), faults(text(name)));
    assertEquals(FlinkVersion.v1_19, deployment.getSpec().getFlinkVersion());
    assertEquals("FlinkDeployment", deployment.getKind());
    assertEquals("flink.apache.org/v1beta1", deployment.getApiVersion());

    Configuration settings = Configuration.fromMap(deployment.getSpec().getFlinkConfiguration());
    assertEquals(1, ExternalResourceUtils.getExternalResourcesCollection(settings).size());
    assertEquals(
        "nvidia.com/gpu",
        ExternalResourceUtils.getExternalResourceConfigurationKeys(
                settings, "kubernetes.config-key")
            .get("gpu"));
    assertEquals("fixed-delay", settings.get(RestartStrategyOptions.RESTART_STRATEGY));
    assertEquals(1, settings.get(TaskManagerOptions.NUM_TASK_SLOTS), "a GPU for each slot");
    assertEquals(MemorySize.parse("1g"), settings.get(TaskManagerOptions.TASK_OFF_HEAP_MEMORY));
  }

  @Test
  void onlyTheApplicationHasAJobOfOurs() throws Exception {
    assertEquals(
        null, YAML.readValue(text("session.yaml"), FlinkDeployment.class).getSpec().getJob());
    JobSpec job =
        YAML.readValue(text("application.yaml"), FlinkDeployment.class).getSpec().getJob();
    assertEquals(Application.class.getName(), job.getEntryClass());
    assertTrue(List.of(job.getArgs()).contains("generate"));
    String image = text("Dockerfile");
    assertTrue(
        image.contains(" " + job.getJarURI().replace("local://", "")), "the image has the jar");
    assertTrue(image.contains("runners/flink/target/seir-flink-*-job.jar "), image);
    String flink =
        Files.readString(Path.of("pom.xml")).replaceFirst("(?s).*?<flink.version>([^<]+)<.*", "$1");
    assertTrue(image.contains("FROM flink:" + flink + "-java17"), image);
  }

  @ParameterizedTest
  @CsvSource({
    "flinkVersion: v1_19, flinkVersion: v9_99",
    "mode: native, mode: wild",
    "cpu: 4, cpu: four",
    "upgradeMode: stateless, upgradeMode: careless",
    "parallelism: 4, parallelism: some"
  })
  void aWrongValueIsRefusedByTheClasses(String right, String wrong) throws Exception {
    String manifest = text("application.yaml");
    assertTrue(manifest.contains(right), right);
    String mutated = manifest.replace(right, wrong);
    assertThrows(
        JsonProcessingException.class, () -> YAML.readValue(mutated, FlinkDeployment.class));
  }

  @ParameterizedTest
  @CsvSource({
    "flinkVersion: v1_19, flinkVerison: v1_19",
    "serviceAccount: flink, serviceAcount: flink",
    "cpu: 4, cpus: 4",
    "entryClass:, entryClas:",
    "tolerations:, tolerationz:",
    "containerPort: 9249, containerPort: many",
    "envFrom:, envfrom:",
    "secretRef:, secretref:"
  })
  void aWrongNameIsRefusedByTheSchema(String right, String wrong) throws Exception {
    String manifest = text("application.yaml");
    assertTrue(manifest.contains(right), right);
    assertFalse(faults(manifest.replace(right, wrong)).isEmpty(), wrong);
  }
}
