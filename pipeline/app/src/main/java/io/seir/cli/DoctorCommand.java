package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.embedded.EmbeddedProvider;
import io.seir.input.ModelsFile;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.SharedKernels;
import io.seir.model.ChatRequest;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.Models;
import io.seir.model.ModelsConfig;
import io.seir.model.TextImageEncoder;
import io.seir.prompt.Prompt;
import io.seir.prompt.PromptSet;
import io.seir.runner.RunnerSupport;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds out what works here by trying it. */
@Command(
    name = "doctor",
    description = "Tries everything that a run needs, and says what works here and what does not.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir doctor",
      "  ./seir doctor --json",
      "  ./seir doctor --models models.yaml",
      "  ./seir doctor --runner=XyzRunner --lib /opt/xyz/lib"
    })
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Option(
      names = "--models",
      paramLabel = "FILE",
      description = "Also ask every endpoint of this models file which models it offers.")
  private @Nullable Path models;

  @Mixin final RunnerOption runner = new RunnerOption();

  @Option(
      names = "--lib",
      paramLabel = "DIR",
      description =
          "With --runner: the folder of jars that its workers load before a job's own, such as a"
              + " copy of a cluster's lib/; says which jars are missing or duplicated.")
  private @Nullable Path libraries;

  @Override
  public Integer call() {
    runner.check();
    List<RunnerSupport.Finding> place =
        runner.support().examine(runner.given(), Optional.ofNullable(libraries));
    ObjectNode report = JsonCoder.mapper().createObjectNode();
    ObjectNode versions = report.putObject("versions");
    Versions.all().forEach(versions::put);
    report.put("processors", Runtime.getRuntime().availableProcessors());
    report.put("heapMegabytes", Runtime.getRuntime().maxMemory() >> 20);
    ObjectNode kernels = report.putObject("kernels");
    KernelSelector.Selected selected = SharedKernels.of(KernelSelector.Choice.AUTO);
    kernels.put("engine", selected.kernels().engine());
    kernels.put("why", selected.why());
    boolean works = tryModels(report.putObject("embeddedModels"));
    if (models != null) {
      ModelsConfig config = ModelsFile.read(models);
      works &= askEndpoints(report.putObject("endpoints"), config);
      Cautions.of(config).forEach(report.putArray("cautions")::add);
    }
    if (!place.isEmpty()) {
      ObjectNode told = report.putObject("runner");
      place.forEach(one -> told.put(one.what(), one.said()));
      works &= place.stream().noneMatch(RunnerSupport.Finding::fault);
    }
    if (json) {
      System.out.println(report.toPrettyString());
    } else {
      print(report);
      System.out.println(works ? "Everything works." : "Something does not work; see above.");
    }
    return works ? 0 : Seir.FAILED;
  }

  /**
   * Reports each endpoint's models, or why it does not list them; false if one does not, or lacks a
   * model.
   */
  private static boolean askEndpoints(ObjectNode report, ModelsConfig config) {
    boolean works = true;
    for (Map.Entry<String, Object> answer : Endpoints.report(config).entrySet()) {
      report.set(answer.getKey(), JsonCoder.mapper().valueToTree(answer.getValue()));
      works &= answer.getValue() instanceof List<?>;
    }
    return works;
  }

  private static boolean tryModels(ObjectNode report) {
    try {
      long start = System.nanoTime();
      Models models = ModelsConfig.all(EmbeddedProvider.NAME).open();
      Picture picture = models.image().draw(new ImageRequest("a cat at night", 1));
      TextImageEncoder encoder = models.encoder().orElseThrow();
      encoder.encode(picture);
      encoder.encode("a cat at night");
      Map<String, String> turn =
          Map.of(
              "question", "What is a cat? Please show me a picture of a cat at night.",
              "answer", "A cat is a small animal that people keep at home.",
              "caption", "A cat at night.",
              "reference", "none",
              "pictures", "1: of the answer");
      PromptSet prompts = PromptSet.shipped();
      models.language().reply(ask(prompts.get(PromptSet.ANSWER_REVIEW), turn, List.of()));
      models.vision().reply(ask(prompts.get(PromptSet.IMAGE_REVIEW), turn, List.of(picture)));
      models.judge().reply(ask(prompts.get(PromptSet.JUDGE), turn, List.of(picture)));
      report.put("state", "works");
      report.put("loadedAndTriedMillis", (System.nanoTime() - start) / 1_000_000);
      report.put("encoderDimension", encoder.dimension());
      return true;
    } catch (ModelException | RuntimeException | LinkageError e) {
      report.put("state", "fails");
      report.put("why", Failure.line(e));
      return false;
    }
  }

  private static ChatRequest ask(Prompt prompt, Map<String, String> turn, List<Picture> shown) {
    return prompt.fill(turn, List.of(), shown).request(1);
  }

  /** The report as a table; the keys of the JSON are for programs. */
  private static void print(ObjectNode report) {
    JsonNode versions = report.path("versions");
    versions.fields().forEachRemaining(v -> row(v.getKey(), v.getValue().asText()));
    row("processors", report.path("processors").asText());
    row("heap", report.path("heapMegabytes").asText() + " MB");
    row("kernels", report.path("kernels").path("why").asText());
    JsonNode embedded = report.path("embeddedModels");
    row(
        "embedded models",
        embedded.has("why")
            ? "fail: " + embedded.path("why").asText()
            : String.format(
                Locale.ROOT,
                "work (loaded and tried in %.1f s)",
                embedded.path("loadedAndTriedMillis").asDouble() / 1000));
    section("endpoints", report.path("endpoints"));
    section("runner", report.path("runner"));
    report.path("cautions").forEach(caution -> row("caution", caution.asText()));
  }

  private static void section(String title, JsonNode answers) {
    if (answers.isEmpty()) {
      return;
    }
    System.out.printf("%n%s%n", title);
    answers
        .fields()
        .forEachRemaining(
            answer -> {
              List<String> words = new ArrayList<>();
              answer.getValue().forEach(word -> words.add(word.asText()));
              System.out.printf(
                  "  %-24s %s%n",
                  answer.getKey(),
                  answer.getValue().isArray()
                      ? "offers " + String.join(", ", words)
                      : answer.getValue().asText());
            });
    System.out.println();
  }

  private static void row(String name, String value) {
    System.out.printf("%-16s %s%n", name, value);
  }
}
