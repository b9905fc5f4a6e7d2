package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.ask.Budget;
import io.seir.embedded.EmbeddedProvider;
import io.seir.report.ContactSheet;
import io.seir.report.DiversityReport;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person wants to know when a run has ended, read from {@code run.json}. */
final class Summary {
  private static final List<String> STAGES = List.of("question", "answer", "image", "judge");

  private Summary() {}

  /**
   * Prints it. Returns false if the run fell short of what was asked: no dialogue was accepted, or
   * fewer passed than were asked for.
   *
   * @param replays how often the run was replayed, this time included
   */
  static boolean print(Path folder, GenerationRun.Outcome outcome, int replays) throws IOException {
    return print(folder, Optional.of(outcome), replays);
  }

  /** The same for a run that this process did not wait for. */
  static boolean print(Path folder, int replays) throws IOException {
    return print(folder, Optional.empty(), replays);
  }

  private static boolean print(Path folder, Optional<GenerationRun.Outcome> outcome, int replays)
      throws IOException {
    JsonNode run =
        JsonCoder.mapper().readTree(Files.readString(folder.resolve(RunFiles.RUN_RECORD)));
    print(System.out, folder, run, outcome);
    long accepted = run.path("accepted").asLong();
    if (run.path("bad").has(Budget.REACHED)) {
      System.out.printf(
          "%nThe budget is spent; to go on, run the same command with --resume=always and a larger"
              + " --budget.%n");
    } else if (run.path("bad").size() > 0 && replays == 0) {
      System.out.printf("%nTo try the bad ones again: ./seir generate --replay %s%n", folder);
    }
    if (accepted == 0) {
      System.err.println(
          "seir: no dialogue was accepted; "
              + folder.resolve(run.path("bad").isEmpty() ? "rejected" : "bad")
              + " says why");
      return false;
    }
    if (run.has("attempted") && accepted < run.path("asked").asLong()) {
      System.err.printf(
          "seir: only %d of %d dialogues passed --accept in %d attempts; to go on, run the same"
              + " command with --resume=always and a larger --max-attempts%n",
          accepted, run.path("asked").asLong(), run.path("attempted").asLong());
      return run.path("bad").has(Budget.REACHED);
    }
    return true;
  }

  private static void print(
      PrintStream out, Path folder, JsonNode run, Optional<GenerationRun.Outcome> outcome)
      throws IOException {
    long bad = 0;
    for (JsonNode count : run.path("bad")) {
      bad += count.asLong();
    }
    long attempted = run.path(run.has("attempted") ? "attempted" : "asked").asLong();
    out.printf(
        Locale.ROOT,
        "%nAsked for %s: %d accepted, %s%d bad%s.%n",
        run.path("asked").asLong() == 1 ? "1 dialogue" : run.path("asked").asLong() + " dialogues",
        run.path("accepted").asLong(),
        run.has("rejected") ? rejected(run.path("rejected")) : "",
        bad,
        outcome.map(ended -> pace(ended, attempted)).orElse(""));
    run.path("bad")
        .fields()
        .forEachRemaining(b -> out.printf("  bad: %s × %s%n", b.getKey(), b.getValue()));
    if (bad > 0) {
      out.printf("  (docs/errors.md says what each means and what to do)%n");
    }
    calls(out, run, outcome);
    ratings(out, run);
    for (String stage : STAGES) {
      JsonNode tally = run.path("stages").path(stage);
      told(out, stage + " drafts were left unreviewed", tally.path("unreviewed"));
      told(out, stage + " revisions failed", tally.path("unrevised"));
    }
    told(out, "flags on turns", run.path("safety").path("flags"));
    JsonNode checked = run.path("safety").path("checked");
    if (!checked.path("text").asBoolean() && asksOthers(run.path("models"))) {
      out.printf(
          checked.path("image").asBoolean()
              ? "%nThe models file has no safety model: texts were not checked for unsafe"
                  + " content.%n"
              : "%nThe models file has no safety model: nothing was checked for unsafe content.%n");
    }
    cost(out, run.path("cost"));
    out.printf("%nSynJudge scores, 0 to 5 (mean over scored turns):");
    run.path("scores")
        .fields()
        .forEachRemaining(s -> out.printf("  %s %s", s.getKey(), mean(s.getValue())));
    run.path("unscored")
        .fields()
        .forEachRemaining(u -> out.printf("  unscored: %s × %s", u.getKey(), u.getValue()));
    out.println();
    DiversityReport.read(folder).ifPresent(diversity -> diversity.print(out));
    if (run.path("accepted").asLong() > 0) {
      out.printf("%nData set       %s%n", folder.resolve("dialogues-*.jsonl"));
      out.printf("Pictures       %s%n", folder.resolve("images"));
      if (Files.exists(folder.resolve(ContactSheet.FILE))) {
        out.printf("Contact sheet  %s%n", folder.resolve(ContactSheet.FILE));
      }
    }
    if (run.path("bad").size() > 0) {
      out.printf("Bad records    %s%n", folder.resolve("bad/bad-*.jsonl"));
    }
    out.printf("Run record     %s%n", folder.resolve(RunFiles.RUN_RECORD));
  }

  /** What each stage asked of models, and how long that took. */
  private static void calls(
      PrintStream out, JsonNode run, Optional<GenerationRun.Outcome> outcome) {
    out.printf("%n%-10s %10s %13s", "stage", "calls", "tokens");
    outcome.ifPresent(ended -> out.printf(" %12s", "thread time"));
    out.println();
    for (String stage : STAGES) {
      JsonNode usage = run.path("stages").path(stage).path("usage");
      out.printf(
          Locale.ROOT,
          "%-10s %,10d %,13d",
          stage,
          usage.path("calls").asLong(),
          usage.path("promptTokens").asLong() + usage.path("completionTokens").asLong());
      outcome
          .map(ended -> ended.stageTime().getOrDefault(stage, Duration.ZERO))
          .ifPresent(time -> out.printf(Locale.ROOT, " %,10.1f s", seconds(time)));
      out.println();
    }
  }

  /**
   * What revising did for the critic's ratings. Later rounds hold only the turns that still had to
   * be revised, the hardest ones, so the mean of a round's own drafts may fall; what is shown is
   * the mean over all turns of the best draft so far, which cannot.
   */
  private static void ratings(PrintStream out, JsonNode run) {
    int rounds = 0;
    for (String stage : STAGES) {
      rounds = Math.max(rounds, run.path("stages").path(stage).path("meanBestScoreByRound").size());
    }
    if (rounds == 0) {
      return;
    }
    out.printf(
        "%nThe critic's rating, 0 to 5, of each turn's best draft so far (mean over all turns)%n");
    out.printf("%-10s %12s", "stage", "first draft");
    for (int round = 1; round < rounds; round++) {
      out.printf(" %12s", "revision " + round);
    }
    out.printf("   %s%n", "revisions: turns");
    for (String stage : STAGES) {
      JsonNode tally = run.path("stages").path(stage);
      JsonNode best = tally.path("meanBestScoreByRound");
      if (tally.path("revisions").size() > 0) {
        out.printf("%-10s", stage);
        for (int round = 0; round < rounds; round++) {
          out.printf(
              " %12s",
              round < best.size()
                  ? String.format(Locale.ROOT, "%.2f", best.get(round).asDouble())
                  : "-");
        }
        out.printf("   %s%n", revisions(tally.path("revisions")));
      }
    }
  }

  /** Whether any model is not an embedded one. */
  private static boolean asksOthers(JsonNode models) {
    for (JsonNode model : models) {
      if (!model.path("provider").asText().equals(EmbeddedProvider.NAME)) {
        return true;
      }
    }
    return false;
  }

  /** How often something happened, by reason; prints nothing if it never did. */
  private static void told(PrintStream out, String what, JsonNode reasons) {
    long count = 0;
    for (JsonNode number : reasons) {
      count += number.asLong();
    }
    if (count > 0) {
      out.printf("%n%d %s: %s%n", count, what, reasons.toString().replaceAll("[{}\"]", ""));
    }
  }

  private static String pace(GenerationRun.Outcome outcome, long attempted) {
    double seconds = seconds(outcome.wall());
    return String.format(
        Locale.ROOT, ", in %.1f s (%.1f dialogues per second)", seconds, attempted / seconds);
  }

  private static String rejected(JsonNode reasons) {
    List<String> parts = new ArrayList<>();
    reasons.fields().forEachRemaining(r -> parts.add(r.getValue() + " " + r.getKey()));
    return parts.isEmpty() ? "" : "rejected " + String.join(" and ", parts) + ", ";
  }

  private static void cost(PrintStream out, JsonNode cost) {
    if (cost.path("total").asDouble() == 0 && !cost.has("unknown")) {
      return; // nothing has a price
    }
    List<String> parts = new ArrayList<>();
    cost.path("models").fields().forEachRemaining(m -> parts.add(m.getKey() + " " + m.getValue()));
    out.printf(
        "%nCost: %s%s%s%s%n",
        cost.has("total") ? cost.path("total") : "unknown",
        cost.has("perAccepted") ? ", " + cost.path("perAccepted") + " per accepted dialogue" : "",
        parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")",
        cost.has("unknown")
            ? "; no prices or no token counts: " + words(cost.path("unknown"))
            : "");
  }

  private static String words(JsonNode list) {
    List<String> words = new ArrayList<>();
    list.forEach(word -> words.add(word.asText()));
    return String.join(", ", words);
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
    return String.join(", ", parts);
  }
}
