package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.data.OutputFolder;
import io.seir.dialogue.JsonCoder;
import io.seir.report.ContactSheet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person wants to know when a run has ended, from {@code run.json}. */
final class Summary {
  private static final List<String> STAGES = List.of("question", "answer", "image", "judge");

  private Summary() {}

  static void print(PrintStream out, Path folder, PipelineRun.Outcome outcome) throws IOException {
    JsonNode run = JsonCoder.mapper().readTree(folder.resolve(OutputFolder.RUN_RECORD).toFile());
    out.printf(
        Locale.ROOT,
        "%nAsked for %d dialogues: %d accepted, %d bad, in %.1f s (%.1f dialogues a second).%n",
        run.path("asked").asLong(),
        run.path("accepted").asLong(),
        run.path("asked").asLong() - run.path("accepted").asLong(),
        seconds(outcome.wall()),
        run.path("asked").asLong() / seconds(outcome.wall()));
    run.path("bad")
        .fields()
        .forEachRemaining(b -> out.printf("  bad: %s × %s%n", b.getKey(), b.getValue()));
    out.printf(
        "%n%-10s %7s %9s %8s  %-26s %s%n",
        "stage", "calls", "tokens", "work s", "turns by revisions", "mean best score by round");
    for (String stage : STAGES) {
      JsonNode tally = run.path("stages").path(stage);
      JsonNode usage = tally.path("usage");
      out.printf(
          Locale.ROOT,
          "%-10s %7d %9d %8.1f  %-26s %s%n",
          stage,
          usage.path("calls").asLong(),
          usage.path("promptTokens").asLong() + usage.path("completionTokens").asLong(),
          seconds(outcome.stageTime().getOrDefault(stage, Duration.ZERO)),
          revisions(tally.path("revisions")),
          scores(tally.path("meanBestScoreByRound")));
    }
    out.printf("%nSynJudge, mean of %d turns:", run.path("turns").asLong());
    run.path("scores")
        .fields()
        .forEachRemaining(
            s ->
                out.printf(
                    Locale.ROOT, "  %s %.2f", s.getKey(), s.getValue().path("mean").asDouble()));
    run.path("unscored")
        .fields()
        .forEachRemaining(u -> out.printf("  unscored: %s × %s", u.getKey(), u.getValue()));
    out.printf("%n%nData set       %s%n", folder.resolve("dialogues-*.jsonl"));
    out.printf("Pictures       %s%n", folder.resolve("images"));
    out.printf("Contact sheet  %s%n", folder.resolve(ContactSheet.FILE));
    out.printf("Run record     %s%n", folder.resolve(OutputFolder.RUN_RECORD));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String revisions(JsonNode revisions) {
    List<String> parts = new ArrayList<>();
    revisions.fields().forEachRemaining(r -> parts.add(r.getKey() + ": " + r.getValue()));
    return String.join("  ", parts);
  }

  private static String scores(JsonNode scores) {
    List<String> parts = new ArrayList<>();
    scores.forEach(s -> parts.add("%.2f".formatted(s.asDouble())));
    return String.join(" → ", parts);
  }
}
