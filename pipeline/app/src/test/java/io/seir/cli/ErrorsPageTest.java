package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/errors.md} explains every reason that the code can give. Reasons are looked up in the
 * sources, where they are made: a new one fails this test until the page explains it, and so does
 * one on the page that the code no longer gives.
 */
class ErrorsPageTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "."), "..", "..").normalize();

  private static final List<String> SOURCES =
      List.of(
          "transforms/core",
          "transforms/openai",
          "transforms/onnx",
          "transforms/gcs",
          "transforms/formats",
          "pipeline/app",
          "pipeline/embedded",
          "pipeline/expansion");

  /** What makes a reason: a literal or a constant as its first argument. */
  private static final Pattern MADE =
      Pattern.compile(
          "(?:transientFault|permanentFault|paidFault|timedOut|overloaded|UnreadableException"
              + "|LeftOutException|Unscored)\\(\\s*(\"[a-z_]+\"|(?:\\w+\\.)?[A-Z_]+)(?=\\s*[,)])");

  private static final Pattern BAD_RECORD =
      Pattern.compile(
          "BadRecord\\.of\\(\\s*[\\w.\"]+,\\s*(\"[a-z_]+\"|(?:\\w+\\.)?[A-Z_]+)(?=\\s*[,)])");

  private static final Pattern CONSTANT = Pattern.compile("String ([A-Z_]+)\\s*=\\s*\"([a-z_]+)\"");

  /** Reasons on the page: code in the first column of its tables. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (`[a-z_]+`(?:, `[a-z_]+`)*)( \\*)? \\|");

  private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

  /** Made from parts, or passed on by name: not literals of a call. */
  private static final Set<String> OTHERS =
      Set.of(
          "cancelled",
          "unsafe_topic",
          "unsafe_text",
          "unsafe_image",
          "near_duplicate_in_earlier_split",
          "below",
          "unscored",
          "surplus");

  @Test
  void everyReasonIsExplained() throws IOException {
    TreeSet<String> reasons = new TreeSet<>(OTHERS);
    reasons.addAll(made());
    assertTrue(reasons.containsAll(Set.of("budget_reached", "topic_too_long", "refused")), "scan");
    assertEquals(reasons, explained());
  }

  /** The parts that the list of others is made of are still what the code says. */
  @Test
  void othersAreStillThere() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : sources()) {
      all.append(Files.readString(file));
    }
    for (String other : OTHERS) {
      String word = other.startsWith("unsafe_") ? other.substring("unsafe_".length()) : other;
      assertTrue(all.indexOf('"' + word + '"') >= 0, other);
    }
    assertTrue(all.indexOf("\"unsafe_\" + what") >= 0, "unsafe_");
  }

  private static TreeSet<String> made() throws IOException {
    Map<String, String> constants = new HashMap<>();
    List<String> texts = new ArrayList<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      String type = file.getFileName().toString().replace(".java", "");
      CONSTANT
          .matcher(text)
          .results()
          .forEach(found -> constants.put(type + "." + found.group(1), found.group(2)));
      texts.add(
          text.replaceAll("(?<![\\w.])([A-Z][A-Z_]+)(?=[,)])", type + ".$1")); // names in full
    }
    TreeSet<String> reasons = new TreeSet<>();
    for (String text : texts) {
      for (Pattern pattern : List.of(MADE, BAD_RECORD)) {
        Matcher made = pattern.matcher(text);
        while (made.find()) {
          String reason = made.group(1);
          reasons.add(
              reason.startsWith("\"")
                  ? reason.replace("\"", "")
                  : constants.getOrDefault(reason, "unknown constant " + reason));
        }
      }
    }
    return reasons;
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : SOURCES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.toString().contains("/serve/")) // error codes of the server
            .forEach(sources::add);
      }
    }
    return sources;
  }

  private static TreeSet<String> explained() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/errors.md"));
    TreeSet<String> explained = new TreeSet<>();
    ROW.matcher(page)
        .results()
        .flatMap(row -> CODE.matcher(row.group(1)).results())
        .forEach(code -> explained.add(code.group(1)));
    return explained;
  }
}
