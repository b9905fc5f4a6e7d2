package io.seir.report;

import io.seir.sample.JsonCoder;
import io.seir.similar.Diversity;
import io.seir.similar.Estimate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How varied a data set is, as a short table. */
public final class DiversityReport {
  private static final String ROW = "%-14s %10s  %-26s %-26s %s%n";
  private static final String NOTHING = "-";
  private static final int DECIMALS = 4;

  private final Diversity found;

  private DiversityReport(Diversity found) {
    this.found = found;
  }

  /** Reads the file in a folder, if it exists. */
  public static Optional<DiversityReport> read(Path folder) throws IOException {
    Path file = folder.resolve(Diversity.FILE);
    return Files.exists(file)
        ? Optional.of(
            new DiversityReport(
                JsonCoder.mapper().readValue(Files.readString(file), Diversity.class)))
        : Optional.empty();
  }

  /** Prints the table; nothing if nothing was measured. */
  public void print(PrintStream out) {
    if (found.questions().isPresent() || found.answers().isPresent()) {
      out.printf("%nHow varied the texts are (↑ higher is more varied, ↓ lower is more varied)");
      out.printf("%n" + ROW, "texts", "repeated ↓", "distinct-1 ↑", "distinct-2 ↑", "self-BLEU ↓");
      found.questions().ifPresent(texts -> print(out, "questions", texts));
      found.answers().ifPresent(texts -> print(out, "answers", texts));
    }
    if (found.imageRows().or(found::answerRows).or(found::questionRows).isPresent()) {
      out.printf("%n" + ROW, "embeddings", "rows", "Vendi ↑", "RKE ↑", "nearest ↓");
      found.questionRows().ifPresent(rows -> print(out, "questions", rows));
      found.answerRows().ifPresent(rows -> print(out, "answers", rows));
      found.imageRows().ifPresent(rows -> print(out, "pictures", rows));
    }
    found.topics().ifPresent(topics -> print(out, topics));
    found
        .templates()
        .ifPresent(
            of ->
                out.printf(
                    "%s%s%n",
                    found.topics().isPresent() ? "" : "\n",
                    covered("Templates", of.seen(), of.known(), of.normalisedEntropy())));
  }

  private static void print(PrintStream out, String kind, Diversity.Texts of) {
    out.printf(
        ROW,
        kind,
        of.repeated().map(share -> number(share, DECIMALS)).orElse(NOTHING),
        estimate(of.distinct1(), DECIMALS),
        estimate(of.distinct2(), DECIMALS),
        estimate(of.selfBleu(), DECIMALS));
  }

  private static void print(PrintStream out, String kind, Diversity.Rows of) {
    out.printf(
        ROW,
        kind,
        of.rows(),
        estimate(Optional.of(of.vendi()), 2),
        estimate(Optional.of(of.rke()), 2),
        estimate(Optional.of(of.nearest()), DECIMALS));
  }

  private static void print(PrintStream out, Diversity.Topics topics) {
    out.printf(
        "%n%s%n",
        topics.levels().stream()
            .map(
                level ->
                    covered(
                        "Topics, depth " + level.depth(),
                        level.seen(),
                        level.known(),
                        level.normalisedEntropy()))
            .collect(Collectors.joining("\n")));
  }

  private static String covered(String what, int seen, int known, double evenness) {
    return String.format(
        Locale.ROOT, "%-16s %d of %d covered ↑, evenness %.2f ↑", what, seen, known, evenness);
  }

  private static String estimate(Optional<Estimate> estimate, int decimals) {
    return estimate
        .map(
            of ->
                number(of.value(), decimals)
                    + of.low()
                        .flatMap(low -> of.high().map(high -> interval(low, high, decimals)))
                        .orElse(""))
        .orElse(NOTHING);
  }

  private static String interval(double low, double high, int decimals) {
    return " (" + number(low, decimals) + " to " + number(high, decimals) + ")";
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
