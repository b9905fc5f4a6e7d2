package io.seir.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The retrieval ranks of a scored data set, as a short table. */
public final class RanksReport {
  private static final String[] RECALLS = {"R@1", "R@5", "R@10"};
  private static final double PERCENT = 100;

  private RanksReport() {}

  /** Prints the table of a {@code ranks.json}. */
  public static void print(PrintStream out, Path file) throws IOException {
    JsonNode ranks = JsonCoder.mapper().readTree(Files.readString(file));
    out.printf(
        Locale.ROOT,
        "%nRetrieval among %,d pairs: how often the right partner is the best match, or among the"
            + " best 5 or 10%n",
        ranks.path("pairs").asLong());
    out.printf("%-18s %9s %9s %9s %12s%n", "search", "best", "best 5", "best 10", "median rank");
    row(out, "picture by text", ranks.path("textToImage"));
    row(out, "text by picture", ranks.path("imageToText"));
  }

  private static void row(PrintStream out, String what, JsonNode of) {
    out.printf("%-18s", what);
    for (String recall : RECALLS) {
      out.printf(Locale.ROOT, " %7.1f %%", PERCENT * of.path(recall).asDouble());
    }
    out.printf(Locale.ROOT, " %12s%n", of.path("medianRank").asText());
  }
}
