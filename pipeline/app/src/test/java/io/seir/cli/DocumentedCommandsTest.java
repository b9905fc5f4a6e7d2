package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the documents say of commands: the page of all options is made from the commands ({@code
 * -Dseir.write=true} writes it anew), and every {@code ./seir} line in README and docs is one that
 * the command line takes.
 */
class DocumentedCommandsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "."), "..", "..").normalize();
  private static final Path PAGE = ROOT.resolve("docs/options.md");
  private static final int FEWEST_LINES = 40;

  /** Commands of other modules, which their own documents and tests are about. */
  private static final Set<String> ELSEWHERE =
      Set.of("flink-cluster", "expansion-service", "--help");

  /** Options of Beam's runners; their modules are not on the class path here. */
  private static final Set<String> OF_RUNNERS =
      Set.of(
          "flinkMaster",
          "parallelism",
          "project",
          "region",
          "gcpTempLocation",
          "templateLocation",
          "sdkContainerImage");

  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|[^\\s'\"]+");

  private static final String HEAD =
      """
# All options

Generated from the commands by `DocumentedCommandsTest`, which fails if this page is not up to date. `./seir COMMAND --help` shows
the same with examples. Commands that run a pipeline also take the options of the chosen Beam runner, such as `--flinkMaster`.
""";

  private static CommandLine seir() {
    return Seir.configured(new CommandLine(new Seir()));
  }

  @Test
  void thePageOfOptionsIsUpToDate() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    for (CommandLine command : seir().getSubcommands().values()) {
      if (!command.getCommandName().equals("help")) {
        describe(command.getCommandSpec(), page);
      }
    }
    if (Boolean.getBoolean("seir.write")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(
        page.toString(),
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        "run with -Dseir.write=true");
  }

  private static void describe(CommandSpec command, StringBuilder page) {
    page.append("\n## ").append(command.name()).append("\n\n");
    page.append(sentence(command.usageMessage().description())).append("\n\n");
    page.append("| option | meaning |\n|---|---|\n");
    for (PositionalParamSpec given : command.positionalParameters()) {
      page.append("| `").append(given.paramLabel()).append("` | ");
      page.append(sentence(given.description())).append(" |\n");
    }
    for (OptionSpec option : command.options()) {
      if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
        String label =
            option.arity().max() == 0 ? "" : " " + option.paramLabel().replace("|", "\\|");
        page.append("| `")
            .append(String.join("`, `", option.names()))
            .append(label)
            .append("` | ")
            .append(sentence(option.description()).replace("|", "\\|"))
            .append(" |\n");
      }
    }
  }

  private static String sentence(String[] lines) {
    return Stream.of(lines)
        .map(
            line ->
                line.replaceAll("@\\|\\w+ (.*?)\\|@", "$1").replace("%n", " ").replace("%%", "%"))
        .collect(Collectors.joining(" "))
        .replaceAll("\\s+", " ")
        .strip();
  }

  @Test
  void everyCommandInTheDocumentsIsOne() throws IOException {
    List<String> refused = new ArrayList<>();
    int lines = 0;
    for (Path document : documents()) {
      Matcher block = BLOCK.matcher(Files.readString(document));
      while (block.find()) {
        for (String line : block.group(1).replace("\\\n", " ").split("\n", -1)) {
          List<String> words = words(line);
          if (!words.isEmpty()
              && words.get(0).equals("./seir")
              && !ELSEWHERE.contains(words.get(1))) {
            lines++;
            fault(words.subList(1, words.size()))
                .forEach(fault -> refused.add(document.getFileName() + ": " + line + ": " + fault));
          }
        }
      }
    }
    assertEquals(List.of(), refused);
    assertTrue(lines >= FEWEST_LINES, "only " + lines + " command lines were found");
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line.replaceAll("\\$\\([^)]*\\)", "VALUE"));
    boolean joined = false;
    int end = -1;
    while (word.find()) {
      String text =
          word.group(1) != null
              ? word.group(1)
              : word.group(2) != null ? word.group(2) : word.group();
      joined = word.start() == end;
      end = word.end();
      if (text.startsWith("#") || text.equals("|") || text.equals("&&") || text.equals(">")) {
        break;
      }
      if (joined) {
        words.set(words.size() - 1, words.get(words.size() - 1) + text);
      } else {
        words.add(text);
      }
    }
    return words;
  }

  /** What is wrong with a command line; nothing if it would be taken. */
  private static Set<String> fault(List<String> args) {
    Set<String> faults = new TreeSet<>();
    try {
      CommandLine.ParseResult parsed = seir().parseArgs(args.toArray(String[]::new));
      CommandLine.ParseResult last = parsed.subcommand();
      if (last == null) {
        return Set.of("no command");
      }
      for (String unknown : last.unmatched()) {
        String name = unknown.replaceFirst("^--", "").replaceFirst("=.*", "");
        if (!OF_RUNNERS.contains(name)) {
          faults.add("unknown " + unknown);
        }
      }
    } catch (CommandLine.ParameterException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
    return faults;
  }
}
