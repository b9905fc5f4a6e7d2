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

  /** Prints; false if no dialogue was accepted. */
  static boolean print(PrintStream out, Path folder, PipelineRun.Outcome outcome)
      throws IOException {
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
        "stage",
        "calls",
        "tokens",
        "work s",
        "turns by revisions",
        "mean score by round (best so far)");
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
          scores(tally));
    }
    out.printf("%nSynJudge, mean of the scored turns:");
    run.path("scores")
        .fields()
        .forEachRemaining(s -> out.printf("  %s %s", s.getKey(), mean(s.getValue())));
    run.path("unscored")
        .fields()
        .forEachRemaining(u -> out.printf("  unscored: %s × %s", u.getKey(), u.getValue()));
    out.println();
    if (run.path("accepted").asLong() > 0) {
      out.printf("%nData set       %s%n", folder.resolve("dialogues-*.jsonl"));
      out.printf("Pictures       %s%n", folder.resolve("images"));
      out.printf("Contact sheet  %s%n", folder.resolve(ContactSheet.FILE));
    }
    if (run.path("bad").size() > 0) {
      out.printf("Bad records    %s%n", folder.resolve("bad/bad-*.jsonl"));
    }
    out.printf("Run record     %s%n", folder.resolve(OutputFolder.RUN_RECORD));
    return run.path("accepted").asLong() > 0;
  }

  private static String mean(JsonNode score) {
    return score.has("mean")
        ? String.format(Locale.ROOT, "%.2f", score.path("mean").asDouble())
        : "none";
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String revisions(JsonNode revisions) {
    List<String> parts = new ArrayList<>();
    revisions.fields().forEachRemaining(r -> parts.add(r.getKey() + ": " + r.getValue()));
    return String.join("  ", parts);
  }

  private static String scores(JsonNode tally) {
    List<String> parts = new ArrayList<>();
    JsonNode best = tally.path("meanBestScoreByRound");
    JsonNode plain = tally.path("meanScoreByRound");
    for (int round = 0; round < plain.size(); round++) {
      parts.add(
          String.format(
              Locale.ROOT, "%.2f (%.2f)", plain.get(round).asDouble(), best.get(round).asDouble()));
    }
    return String.join(" → ", parts);
  }
}
