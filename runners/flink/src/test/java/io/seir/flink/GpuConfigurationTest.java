package io.seir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.flink.api.common.resources.ExternalResource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.externalresource.ExternalResourceUtils;
import org.junit.jupiter.api.Test;

/** The documented configuration, read by Flink's own classes. */
class GpuConfigurationTest {
  @Test
  void theGpuIsAnExternalResource() {
    Configuration configuration = GlobalConfiguration.loadConfiguration("gpu");
    List<ExternalResource> resources =
        List.copyOf(ExternalResourceUtils.getExternalResourcesCollection(configuration));
    assertEquals(1, resources.size());
    assertEquals("gpu", resources.get(0).getName());
    assertEquals(1, resources.get(0).getValue().intValue());
    assertEquals("fixed-delay", configuration.get(RestartStrategyOptions.RESTART_STRATEGY));
  }
}
