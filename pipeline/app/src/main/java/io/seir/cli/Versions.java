package io.seir.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.beam.sdk.util.ReleaseInfo;
import picocli.CommandLine.IVersionProvider;

/** The versions in use. */
final class Versions implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"seir " + project()};
  }

  /** Project, Beam and Java. */
  static Map<String, String> all() {
    return new TreeMap<>(
        Map.of(
            "seir", project(),
            "beam", ReleaseInfo.getReleaseInfo().getVersion(),
            "java", System.getProperty("java.version", "unknown")));
  }

  private static String project() {
    try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
