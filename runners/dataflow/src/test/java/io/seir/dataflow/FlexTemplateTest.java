package io.seir.dataflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.cli.Ended;
import io.seir.sample.JsonCoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files of the templates against the command they are for. */
class FlexTemplateTest {
  private static final Path TEMPLATE = Path.of("flex-template");

  /** Set by the launcher of the template, or useful only before a run is started. */
  private static final Set<String> NOT_PARAMETERS =
      Set.of(
          "help",
          "version",
          "replay",
          "runner",
          "estimate",
          "estimate-from",
          "estimate-sample",
          "json");

  @Test
  void theMetadataListsEveryOptionAndNoOther() throws Exception {
    Set<String> options = new TreeSet<>();
    Matcher option =
        Pattern.compile("(?m)^\\s+(?:-\\w, )?--([a-z-]+)")
            .matcher(Ended.of("generate", "--help").out());
    while (option.find()) {
      options.add(option.group(1));
    }
    options.removeAll(NOT_PARAMETERS);
    JsonNode metadata =
        JsonCoder.mapper().readTree(Files.readString(TEMPLATE.resolve("metadata.json")));
    Set<String> parameters = new TreeSet<>();
    for (JsonNode parameter : metadata.path("parameters")) {
      assertTrue(parameters.add(parameter.path("name").asText()), "twice: " + parameter);
      assertTrue(parameter.path("label").asText().length() > 3, parameter.toString());
      assertTrue(parameter.path("helpText").asText().length() > 10, parameter.toString());
      assertEquals(
          !parameter.path("name").asText().equals("out"),
          parameter.path("isOptional").asBoolean(),
          "only --out is needed: " + parameter);
      for (JsonNode regex : parameter.path("regexes")) {
        Pattern.compile(regex.asText());
      }
    }
    assertEquals(options, parameters);
  }

  @Test
  void theContainerFilesNameWhatTheBuildMakes() throws Exception {
    String flex = Files.readString(TEMPLATE.resolve("Dockerfile"));
    assertTrue(flex.contains("ENV FLEX_TEMPLATE_JAVA_MAIN_CLASS=" + FlexTemplate.class.getName()));
    String pom = Files.readString(Path.of("../../pom.xml"));
    assertTrue(flex.contains("COPY runners/dataflow/target/seir-dataflow-*-job.jar "), flex);
    String beam = first(pom, "<beam.version>([^<]+)<");
    String worker = Files.readString(Path.of("gpu-worker/Dockerfile"));
    assertTrue(worker.contains("apache/beam_java17_sdk:" + beam + " "), worker);
    for (String line : worker.lines().filter(l -> !l.startsWith("#") && !l.isBlank()).toList()) {
      assertTrue(line.matches("(FROM|RUN|COPY|ENTRYPOINT|ENV) .*| && .*"), line);
    }
  }

  private static String first(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertTrue(found.find(), pattern);
    return found.group(1);
  }
}
