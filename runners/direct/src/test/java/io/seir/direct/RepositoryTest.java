package io.seir.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the repository says of itself: workflows, dependency updates, issue forms, citation, BOM and
 * version. The published schemas are not kept here: {@code .ci/schemas} fetches them, and {@code
 * -Dseir.schemas} names another folder that holds them.
 */
class RepositoryTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path SCHEMAS =
      Path.of(System.getProperty("seir.schemas", ROOT.resolve("target/schemas").toString()));
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Each with members that its schema demands; without any of these it must be refused. */
  @ParameterizedTest
  @CsvSource({
    "CITATION.cff, citation, /authors /title /message /references/0/title",
    ".github/workflows/ci.yml, github-workflow, /on /jobs /jobs/check/runs-on",
    ".github/workflows/release.yml, github-workflow, /on /jobs /jobs/build/runs-on",
    ".github/dependabot.yml, dependabot-2.0, /version /updates/0/schedule",
    ".github/ISSUE_TEMPLATE/bug.yml, github-issue-forms, /name /body /body/1/attributes/label",
    ".github/ISSUE_TEMPLATE/feature.yml, github-issue-forms, /description /body/2/attributes",
    ".github/ISSUE_TEMPLATE/method.yml, github-issue-forms, /name /body/1/attributes/options",
  })
  void filesPassTheirPublishedSchemas(String file, String name, String demanded) throws Exception {
    JsonSchema schema = schema(name);
    JsonNode whole = yaml(file);
    assertEquals(Set.of(), schema.validate(whole));
    for (String member : demanded.split(" ")) {
      JsonNode less = whole.deepCopy();
      int slash = member.lastIndexOf('/');
      ObjectNode parent = (ObjectNode) less.at(member.substring(0, slash));
      assertTrue(parent.remove(member.substring(slash + 1)) != null, member);
      assertFalse(schema.validate(less).isEmpty(), "accepted without " + member);
    }
  }

  /** Its schema demands no member, but knows their types. */
  @Test
  void theChoiceOfIssueFormsPassesItsSchema() throws Exception {
    JsonSchema schema = schema("github-issue-config");
    ObjectNode config = (ObjectNode) yaml(".github/ISSUE_TEMPLATE/config.yml");
    assertEquals(Set.of(), schema.validate(config));
    assertFalse(schema.validate(config.put("blank_issues_enabled", "no")).isEmpty());
  }

  @Test
  void workflowsBuildByScriptsThatRunAnywhere() throws Exception {
    JsonNode check = yaml(".github/workflows/ci.yml");
    assertEquals(List.of(".ci/run"), commands(check));
    assertEquals("[17,25]", check.at("/jobs/check/strategy/matrix/java").toString());
    assertTrue(check.path("on").has("push") && check.path("on").has("pull_request"));

    JsonNode release = yaml(".github/workflows/release.yml");
    List<String> commands = commands(release);
    assertEquals(
        List.of(".ci/run", ".ci/release \"${GITHUB_REF_NAME#v}\""), commands.subList(0, 2));
    assertTrue(commands.get(2).startsWith("gh release create "), commands.get(2));
    assertEquals(3, commands.size());
    assertEquals("[\"v*\"]", release.at("/on/push/tags").toString());

    for (JsonNode workflow : List.of(check, release)) {
      assertEquals("read", workflow.at("/permissions/contents").asText());
      for (JsonNode used : workflow.findValues("uses")) {
        assertTrue(used.asText().startsWith("actions/"), used.asText());
      }
    }
    for (String script : List.of("run", "release", "image", "schemas", "docs_commands")) {
      assertTrue(Files.isExecutable(ROOT.resolve(".ci").resolve(script)), script);
    }
  }

  @Test
  void theCitationNamesThisVersionAndThePaper() throws Exception {
    JsonNode citation = yaml("CITATION.cff");
    String revision = first(text("pom.xml"), "<revision>([^<]+)</revision>");
    assertEquals(revision.replace("-SNAPSHOT", ""), citation.path("version").asText());
    assertEquals("Apache-2.0", citation.path("license").asText());
    JsonNode paper = citation.at("/references/0");
    assertEquals("10.48550/arXiv.2506.09427", paper.path("doi").asText());
    assertEquals(
        "A High-Quality Dataset and Reliable Evaluation for Interleaved Image-Text Generation",
        paper.path("title").asText());
  }

  /** Everything that can be depended on is in the BOM; the examples are there to be read. */
  @Test
  void theBomNamesEveryArtifact() throws Exception {
    Set<String> built = new TreeSet<>();
    for (Path pom : poms()) {
      String text = Files.readString(pom);
      String own = first(text, "<parent>[\\s\\S]*?</parent>\\s*<artifactId>([^<]+)<");
      if (!text.contains("<packaging>pom<")) {
        built.add(own);
      }
      assertTrue(
          text.contains("<version>${revision}</version>"), pom + " has a version of its own");
    }
    assertTrue(built.removeAll(Set.of("seir-examples", "seir-embedded-training")));
    String bom = text("pipeline/bom/pom.xml");
    Set<String> named =
        Pattern.compile("<artifactId>(seir-[^<]+)</artifactId>\\s*<version>\\$\\{project")
            .matcher(bom)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(built, named);
  }

  @Test
  void groupsOfUpdatesMatchWhatIsUsed() throws Exception {
    StringBuilder all = new StringBuilder(text("pom.xml"));
    for (Path pom : poms()) {
      all.append(Files.readString(pom));
    }
    for (JsonNode patterns : yaml(".github/dependabot.yml").at("/updates/0/groups")) {
      for (JsonNode pattern : patterns.path("patterns")) {
        String group = pattern.asText().replaceFirst(":.*", "");
        assertTrue(all.indexOf("<groupId>" + group + "<") >= 0, group + " is not used");
      }
    }
  }

  @Test
  void whatTheSecurityPolicyPromisesHasATest() throws Exception {
    Set<String> classes;
    try (Stream<Path> files = Files.walk(ROOT)) {
      classes =
          files
              .filter(file -> file.toString().contains("/src/test/java/"))
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    Set<String> named =
        Pattern.compile("`(\\w+(?:Test|IT|Contract))`")
            .matcher(text("SECURITY.md"))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(named.size() > 5, named.toString());
    named.removeAll(classes);
    assertEquals(Set.of(), named);
  }

  @Test
  void theChangelogBeginsWithWhatIsUnreleased() throws Exception {
    List<String> sections =
        text("CHANGELOG.md").lines().filter(line -> line.startsWith("## ")).toList();
    assertEquals("## [Unreleased]", sections.get(0));
    for (String section : sections.subList(1, sections.size())) {
      assertTrue(section.matches("## \\[\\d+\\.\\d+\\.\\d+] - \\d{4}-\\d\\d-\\d\\d"), section);
    }
  }

  private static List<String> commands(JsonNode workflow) {
    return workflow.findValues("run").stream().map(JsonNode::asText).toList();
  }

  private static JsonSchema schema(String name) throws IOException {
    Path file = SCHEMAS.resolve(name + ".json");
    if (!Boolean.getBoolean("seir.requireSchemas")) {
      assumeTrue(Files.isRegularFile(file), "no " + file + "; .ci/schemas fetches it");
    }
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
        .getSchema(Files.readString(file));
  }

  private static List<Path> poms() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 3)) {
      return files
          .filter(file -> file.endsWith("pom.xml") && !file.equals(ROOT.resolve("pom.xml")))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }

  private static JsonNode yaml(String file) throws IOException {
    return YAML.readTree(text(file));
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static String first(String text, String pattern) {
    var found = Pattern.compile(pattern).matcher(text);
    assertTrue(found.find(), pattern);
    return found.group(1);
  }
}
