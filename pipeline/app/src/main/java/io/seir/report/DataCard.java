package io.seir.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.seir.export.ExportFolder;
import io.seir.sample.JudgeDimension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The card of an export: a Markdown template whose placeholders are filled in. */
public final class DataCard {
  /** The shipped template. */
  private static final String TEMPLATE = "data-card.md";

  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
  private static final int MOST_DOMAINS = 30;

  /** The placeholders that a template may have. */
  private static final List<String> PLACES =
      List.of(
          "front", "title", "format", "license", "counts", "splits", "left", "method", "models",
          "topics", "scores", "safety", "limits");

  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * The values of a card.
   *
   * @param front text before the card, such as YAML for a hub; may be empty
   * @param runs the record of each run that made the data, by name; missing or empty if unknown
   */
  public DataCard(
      String title,
      String format,
      String license,
      String front,
      ExportFolder export,
      ExportStatistics statistics,
      Map<String, JsonNode> runs) {
    values.put("front", front);
    values.put("title", title);
    values.put("format", format);
    values.put("license", license);
    values.put(
        "counts",
        String.format(
            Locale.ROOT,
            "%,d dialogues with %,d turns and %,d pictures, about %,d different topics.",
            statistics.dialogues(),
            statistics.turns(),
            statistics.pictures(),
            statistics.topics()));
    values.put("splits", splits(export, statistics));
    values.put(
        "left",
        export.left().isEmpty()
            ? "No sample was left out."
            : "Left out: " + listed(export.left()) + " (`left-out.jsonl` names each).");
    values.put("method", each(runs, DataCard::method));
    values.put("models", each(runs, DataCard::models));
    values.put("topics", topics(statistics));
    values.put("scores", scores(statistics));
    values.put("safety", safety(statistics, List.copyOf(runs.values())));
    values.put("limits", limits(List.copyOf(runs.values())));
  }

  private static String listed(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(count -> String.format(Locale.ROOT, "%s %,d", count.getKey(), count.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String splits(ExportFolder export, ExportStatistics statistics) {
    StringBuilder text = new StringBuilder("| split | examples |\n|---|---|\n");
    export
        .examples()
        .forEach((split, n) -> text.append(String.format(Locale.ROOT, "| %s | %,d |%n", split, n)));
    if (export.examples().size() > 1) {
      text.append('\n')
          .append("Found in more than one split: ")
          .append(listed(statistics.shared()))
          .append(" (the same text or picture).");
    }
    return text.toString().strip();
  }

  /** A statement about each run, made only once if it is the same for all. */
  private static String each(Map<String, JsonNode> runs, Function<JsonNode, String> said) {
    Map<String, String> all = new LinkedHashMap<>();
    runs.forEach((name, run) -> all.put(name, said.apply(run)));
    if (all.values().stream().distinct().count() == 1) {
      return all.values().iterator().next();
    }
    return all.entrySet().stream()
        .map(one -> "**" + cell(one.getKey()) + "**\n\n" + one.getValue())
        .collect(Collectors.joining("\n\n"));
  }

  private static String method(JsonNode run) {
    if (!run.path("options").isObject()) {
      return "There is no record of how the data were made.";
    }
    JsonNode options = run.path("options");
    return String.format(
        Locale.ROOT,
        "SEIR with at most %s revisions of a question, %s of an answer, %s of a picture; rounds"
            + " chosen by `%s`; seed %s; %s. Prompts in %s.",
        options.path("questionDepth").asText("?"),
        options.path("answerDepth").asText("?"),
        options.path("imageDepth").asText("?"),
        options.path("select").asText("?").toLowerCase(Locale.ROOT),
        run.path("seed").asText("?"),
        run.path("versions").isObject()
            ? "SEIR " + run.path("versions").path("seir").asText("?")
            : "version unknown",
        options.path("language").asText("English"));
  }

  private static String models(JsonNode run) {
    if (!run.path("models").isObject()) {
      return "Which models were used is not known.";
    }
    StringBuilder text = new StringBuilder("| role | model | provider |\n|---|---|---|\n");
    run.path("models")
        .properties()
        .forEach(
            role ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "| %s | %s | %s |%n",
                        role.getKey(),
                        cell(role.getValue().path("model").asText("")),
                        cell(role.getValue().path("provider").asText("")))));
    return text.toString().strip();
  }

  private static String cell(String text) {
    return text.replaceAll("[|\\r\\n<>]", " ").strip();
  }

  private static String topics(ExportStatistics statistics) {
    List<Map.Entry<String, Long>> most =
        statistics.domains().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_DOMAINS)
            .toList();
    StringBuilder text = new StringBuilder("| domain | dialogues |\n|---|---|\n");
    most.forEach(
        domain ->
            text.append(
                String.format(
                    Locale.ROOT, "| %s | %,d |%n", cell(domain.getKey()), domain.getValue())));
    return text.toString().strip();
  }

  private static String scores(ExportStatistics statistics) {
    StringBuilder text =
        new StringBuilder("| scale | mean | 95 % interval | dialogues |\n|---|---|---|---|\n");
    boolean any = false;
    for (JudgeDimension scale : JudgeDimension.values()) {
      Interval score = statistics.score(scale).orElse(null);
      if (score != null) {
        any = true;
        text.append(
            String.format(
                Locale.ROOT,
                "| %s (%s) | %.2f | %.2f to %.2f | %,d |%n",
                scale,
                scale.names().get(0),
                score.mean(),
                score.low(),
                score.high(),
                score.count()));
      }
    }
    return any ? text.toString().strip() : "No turn is scored.";
  }

  private static String safety(ExportStatistics statistics, List<JsonNode> runs) {
    String texts = checked(runs, "text");
    String pictures = checked(runs, "image");
    String who =
        texts.equals(pictures)
            ? "Topics, texts and pictures: " + texts + "."
            : "Topics and texts: " + texts + ". Pictures: " + pictures + ".";
    return who
        + (statistics.flags().isEmpty()
            ? " No turn is flagged."
            : " Flags of turns: " + listed(statistics.flags()) + ".");
  }

  private static String checked(List<JsonNode> runs, String what) {
    List<JsonNode> said =
        runs.stream().map(run -> run.path("safety").path("checked").path(what)).toList();
    if (said.stream().anyMatch(one -> !one.isBoolean())) {
      return "it is not known whether a safety model checked them";
    }
    if (said.stream().allMatch(JsonNode::asBoolean)) {
      return "checked by a safety model";
    }
    return said.stream().anyMatch(JsonNode::asBoolean)
        ? "checked by a safety model only in some of the runs"
        : "not checked for unsafe content";
  }

  private static String limits(List<JsonNode> runs) {
    boolean embedded =
        runs.stream()
            .anyMatch(
                run ->
                    run.path("models")
                        .path("image")
                        .path("provider")
                        .asText("")
                        .equals("embedded"));
    boolean known = runs.stream().allMatch(run -> run.path("models").isObject());
    return (embedded
            ? "Pictures and texts come from the embedded models: stand-ins composed of icons and"
                + " sentence patterns, for trying things out, not for training.\n\n"
            : "")
        + (known ? "Texts and pictures were made by models. " : "")
        + "Facts in them were not checked. Scores are a model's judgement unless stated otherwise.";
  }

  /**
   * Checks whether a template can be filled in.
   *
   * @throws IllegalArgumentException naming an unknown placeholder
   */
  public static void check(String template) {
    Matcher place = PLACE.matcher(template);
    while (place.find()) {
      if (!PLACES.contains(place.group(1))) {
        throw new IllegalArgumentException(
            "{{" + place.group(1) + "}} is none of " + String.join(", ", PLACES));
      }
    }
  }

  /**
   * The card.
   *
   * @param template a checked Markdown template with placeholders; the shipped one if it is empty
   */
  public String fill(String template) throws IOException {
    String text = template.isEmpty() ? shipped() : template;
    StringBuilder card = new StringBuilder();
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      String value = Objects.requireNonNull(values.get(place.group(1)));
      place.appendReplacement(card, Matcher.quoteReplacement(value));
    }
    return place.appendTail(card).toString();
  }

  private static String shipped() throws IOException {
    try (InputStream in = DataCard.class.getResourceAsStream(TEMPLATE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** No record of a run. */
  public static JsonNode unknown() {
    return MissingNode.getInstance();
  }
}
