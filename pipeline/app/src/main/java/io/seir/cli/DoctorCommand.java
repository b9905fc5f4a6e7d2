package io.seir.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.dialogue.JsonCoder;
import io.seir.embedded.EmbeddedProvider;
import io.seir.kernels.KernelSelector;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.Models;
import io.seir.model.ModelsConfig;
import io.seir.model.Picture;
import io.seir.prompt.Prompt;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what runs here, by trying it. */
@Command(
    name = "doctor",
    description = "Tries what a run needs, and says what works here and what does not.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  ./seir doctor", "  ./seir doctor --json"})
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    ObjectNode report = JsonCoder.mapper().createObjectNode();
    ObjectNode versions = report.putObject("versions");
    Versions.all().forEach(versions::put);
    report.put("processors", Runtime.getRuntime().availableProcessors());
    report.put("heapMegabytes", Runtime.getRuntime().maxMemory() >> 20);
    ObjectNode kernels = report.putObject("kernels");
    KernelSelector.Selected selected = KernelSelector.select(KernelSelector.Choice.AUTO);
    kernels.put("engine", selected.kernels().engine());
    kernels.put("why", selected.why());
    ObjectNode models = report.putObject("embeddedModels");
    boolean works = tryModels(models);
    if (json) {
      System.out.println(report.toPrettyString());
    } else {
      print("", report);
      System.out.println(
          works ? "All is well." : "The embedded models do not work here; see above.");
    }
    return works ? 0 : Seir.FAILED;
  }

  private static boolean tryModels(ObjectNode report) {
    try {
      long start = System.nanoTime();
      Models models = ModelsConfig.all(EmbeddedProvider.NAME).open();
      Picture picture = models.image().draw(new ImageRequest("a cat at night", 1));
      models.encoder().encode(picture);
      models.encoder().encode("a cat at night");
      Map<String, String> turn =
          Map.of(
              "question", "What is a cat? Please show me a picture of a cat at night.",
              "answer", "A cat is a small animal that people keep at home.",
              "caption", "A cat at night.",
              "history", "");
      models.language().reply(Prompt.ANSWER_REVIEW.request(turn, List.of(), 1));
      models.vision().reply(Prompt.IMAGE_REVIEW.request(turn, List.of(picture), 1));
      models.judge().reply(Prompt.JUDGE.request(turn, List.of(picture), 1));
      report.put("state", "works");
      report.put("loadedAndTriedMillis", (System.nanoTime() - start) / 1_000_000);
      report.put("encoderDimension", models.encoder().dimension());
      return true;
    } catch (ModelException | RuntimeException | LinkageError e) {
      report.put("state", "fails");
      report.put("why", Failure.line(e));
      return false;
    }
  }

  private static void print(String indent, ObjectNode node) {
    node.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue() instanceof ObjectNode inner) {
                System.out.println(indent + field.getKey());
                print(indent + "  ", inner);
              } else {
                System.out.printf(
                    "%s%-22s %s%n", indent, field.getKey(), field.getValue().asText());
              }
            });
  }
}
