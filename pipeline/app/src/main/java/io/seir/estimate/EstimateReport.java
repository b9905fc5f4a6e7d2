package io.seir.estimate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An estimate for people, and as JSON.
 *
 * @param samples dialogues that are wanted
 * @param basis what it is based on, one line each
 * @param statistical whether its range is a 99 % prediction interval
 * @param budget to compare with the cost
 */
public record EstimateReport(
    long samples,
    Estimate estimate,
    List<String> basis,
    boolean statistical,
    Optional<BigDecimal> budget) {
  private static final String ROW = "%-10s %-12s %14s %16s %18s %14s %14s%n";
  private static final double MILLION = 1e6;
  private static final MathContext DIGITS = new MathContext(6);

  /** The JSON of {@code --json}. */
  public ObjectNode json() {
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("samples", samples);
    basis.forEach(json.putArray("basis")::add);
    json.put("range", statistical ? "99 % prediction interval" : "assumed");
    json.set("dialogues", json(estimate.dialogues()));
    json.set("turns", json(estimate.turns()));
    ObjectNode total = json.putObject("total");
    put(total, estimate.total());
    if (total.path(Measure.CALLS.key()) instanceof ObjectNode calls) {
      calls.put("least", estimate.bounds().least());
      calls.put("most", estimate.bounds().most());
    }
    within()
        .ifPresent(
            within ->
                json.putObject("budget")
                    .put("given", within.budget())
                    .put("dialogues", within.dialogues()));
    ObjectNode stages = json.putObject("stages");
    estimate
        .parts()
        .forEach(
            (asked, use) ->
                put(stages.withObject("/" + asked.stage()).putObject(asked.role()), use));
    ObjectNode unknown = json.putObject("unknown");
    estimate
        .unknown()
        .forEach((measure, roles) -> roles.forEach(unknown.withArray("/" + measure.key())::add));
    return json;
  }

  private static void put(ObjectNode node, Map<Measure, Range> use) {
    use.forEach((measure, range) -> node.set(measure.key(), json(range)));
  }

  private static ObjectNode json(Range range) {
    return JsonCoder.mapper()
        .createObjectNode()
        .put("mean", rounded(range.mean()))
        .put("low", rounded(range.low()))
        .put("high", rounded(range.high()));
  }

  private static BigDecimal rounded(double value) {
    BigDecimal rounded = new BigDecimal(value, DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  /** Prints a table. */
  public void print(PrintStream out) {
    Range begun = estimate.dialogues();
    out.printf(
        Locale.ROOT,
        "%nEstimate for %,d dialogues: %s%s turns%n",
        samples,
        begun.high() > samples ? between(begun, false) + " begun, " : "",
        between(estimate.turns(), false));
    basis.forEach(line -> out.printf("  %s%n", line));
    out.printf(
        "%n" + ROW,
        "stage",
        "role",
        "calls",
        "prompt tokens",
        "completion tokens",
        "pictures",
        "cost");
    estimate.parts().forEach((asked, use) -> row(out, asked.stage(), asked.role(), use));
    row(out, "all", "", estimate.total());
    out.println();
    for (Measure measure : Measure.values()) {
      Optional.ofNullable(estimate.total().get(measure))
          .filter(range -> range.high() > 0)
          .ifPresent(range -> line(out, measure, range));
    }
    within().ifPresent(within -> out.printf("%-18s %s%n", "Budget", within.text()));
    out.printf(
        Locale.ROOT,
        "%nCertain bounds: at least %,d calls if every dialogue is finished, and at most %,d.%n",
        estimate.bounds().least(),
        estimate.bounds().most());
    told(out, "no price given, so left out of the cost", Measure.COST);
    told(out, "the server reports no token counts", Measure.PROMPT_TOKENS);
  }

  /**
   * What a budget is enough for.
   *
   * @param dialogues of those that are wanted, by the mean
   */
  private record Within(BigDecimal budget, long dialogues, Range cost) {
    String text() {
      double given = budget.doubleValue();
      String amount = number(given, true);
      if (given >= cost.high()) {
        return amount + " covers this run";
      }
      String spent =
          String.format(Locale.ROOT, "it would be spent after about %,d dialogues", dialogues);
      if (given < cost.low()) {
        return amount + " does not cover this run: " + spent;
      }
      return given >= cost.mean()
          ? amount + " probably covers this run"
          : amount + " probably does not cover this run: " + spent;
    }
  }

  /** Empty without a budget, or if the cost is not known. */
  private Optional<Within> within() {
    @Nullable Range cost = estimate.total().get(Measure.COST);
    if (budget.isEmpty() || cost == null || estimate.unknown().containsKey(Measure.COST)) {
      return Optional.empty();
    }
    double given = budget.get().doubleValue();
    long dialogues = cost.mean() > given ? (long) (samples * given / cost.mean()) : samples;
    return Optional.of(new Within(budget.get(), dialogues, cost));
  }

  private void line(PrintStream out, Measure measure, Range range) {
    out.printf("%-18s %s%n", name(measure), between(range, measure == Measure.COST));
  }

  private static String name(Measure measure) {
    return switch (measure) {
      case CALLS -> "Calls";
      case PROMPT_TOKENS -> "Prompt tokens";
      case COMPLETION_TOKENS -> "Completion tokens";
      case IMAGES -> "Pictures";
      case COST -> "Cost";
    };
  }

  private void told(PrintStream out, String what, Measure measure) {
    Optional.ofNullable(estimate.unknown().get(measure))
        .ifPresent(roles -> out.printf("%s: %s%n", String.join(", ", roles), what));
  }

  private void row(PrintStream out, String stage, String role, Map<Measure, Range> use) {
    List<String> cells = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      cells.add(cell(use.get(measure), measure == Measure.COST));
    }
    out.printf(
        ROW, stage, role, cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
  }

  private String cell(@Nullable Range range, boolean money) {
    if (range == null) {
      return "unknown";
    }
    if (range.high() == 0) {
      return "-";
    }
    String mean = number(range.mean(), money);
    return statistical
        ? String.format(Locale.ROOT, "%s ±%.0f %%", mean, 100 * range.halfWidth())
        : mean; // the ends of what is assumed are too far apart, and not in the middle
  }

  /** The mean and both ends; the number alone if they are the same. */
  private static String between(Range range, boolean money) {
    String mean = number(range.mean(), money);
    return range.low() == range.high()
        ? mean
        : mean + " (" + number(range.low(), money) + " to " + number(range.high(), money) + ")";
  }

  private static String number(double value, boolean money) {
    if (money) {
      return String.format(Locale.ROOT, value < 1 ? "%.4f" : "%,.2f", value);
    }
    return value >= MILLION
        ? String.format(Locale.ROOT, "%,.2f M", value / MILLION)
        : String.format(Locale.ROOT, "%,.0f", value);
  }
}
