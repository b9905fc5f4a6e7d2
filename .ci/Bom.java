import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;

/**
 * Checks a bill of materials, and writes the licences of everything in it. Run by .ci/release.
 *
 * <p>Arguments: the bill, the file for the licences, and folders of jars that must all be in the bill.
 */
class Bom {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What may be passed on with software under Apache-2.0, if its notices go with it. One of a component's licences is enough. */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "BSD-4-Clause", // as CycloneDX reads "The BSD License" without a number
          "(CDDL-1.0 OR GPL-2.0-with-classpath-exception)",
          "Go License",
          "MIT",
          "Public Domain",
          "Unicode/ICU License");

  /** Components under other licences, with the reason that they may be shipped all the same. */
  private static final Map<String, String> EXCEPTED =
      Map.of(
          "pkg:maven/de.erichseifert.vectorgraphics2d/VectorGraphics2D@",
          "LGPL: used unchanged, through its public interface, and replaceable on the class path");

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    String text = Files.readString(file);
    require(faults(text).isEmpty(), "the bill of materials breaks its schema: " + faults(text));
    ObjectNode mutated = (ObjectNode) JSON.readTree(text);
    mutated.remove("bomFormat");
    require(!faults(mutated.toString()).isEmpty(), "a bill without bomFormat was accepted");

    Set<String> files = new TreeSet<>();
    Map<String, Set<String>> byLicence = new TreeMap<>();
    for (JsonNode component : JSON.readTree(text).path("components")) {
      String purl = component.path("purl").asText();
      files.add(jar(component, purl));
      Set<String> licences = licences(component);
      require(
          licences.stream().anyMatch(ALLOWED::contains)
              || EXCEPTED.keySet().stream().anyMatch(purl::startsWith),
          purl + " is under " + licences + ", which is not among those that may be passed on");
      for (String licence : licences) {
        byLicence.computeIfAbsent(licence, key -> new TreeSet<>()).add(purl.replaceFirst("\\?.*", ""));
      }
    }
    for (String folder : List.of(arguments).subList(2, arguments.length)) {
      try (Stream<Path> jars = Files.list(Path.of(folder))) {
        List<String> missing =
            jars.map(jar -> jar.getFileName().toString()).filter(jar -> !files.contains(jar)).toList();
        require(missing.isEmpty(), "shipped and not in the bill: " + missing);
      }
    }

    StringBuilder out = new StringBuilder("Licences of what a release uses, from its bill of materials.\n");
    byLicence.forEach(
        (licence, purls) -> {
          out.append("\n").append(licence).append("\n");
          purls.forEach(purl -> out.append("  ").append(purl).append("\n"));
        });
    Files.writeString(Path.of(arguments[1]), out.toString());
    System.out.println(
        "bill of materials: valid, " + files.size() + " components, " + byLicence.size() + " licences");
  }

  private static List<?> faults(String bill) throws Exception {
    return new JsonParser().validate(bill.getBytes(StandardCharsets.UTF_8), Version.VERSION_16);
  }

  private static String jar(JsonNode component, String purl) {
    String classifier = purl.contains("classifier=") ? "-" + purl.replaceFirst(".*classifier=([^&]+).*", "$1") : "";
    return component.path("name").asText() + "-" + component.path("version").asText() + classifier + ".jar";
  }

  private static Set<String> licences(JsonNode component) {
    Set<String> found = new TreeSet<>();
    for (JsonNode licence : component.path("licenses")) {
      if (licence.has("expression")) {
        found.add(licence.path("expression").asText());
      }
      JsonNode one = licence.path("license");
      if (one.has("id") || one.has("name")) {
        found.add(one.path("id").asText(one.path("name").asText()));
      }
    }
    return found;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      System.err.println("bom: " + what);
      System.exit(1);
    }
  }
}
