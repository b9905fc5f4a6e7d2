package io.seir.report;

import io.seir.blob.AtomicFile;
import io.seir.duplicates.DuplicateRule;
import io.seir.duplicates.Example;
import io.seir.duplicates.Member;
import io.seir.duplicates.Nearest;
import io.seir.duplicates.Shown;
import io.seir.duplicates.TurnMatch;
import io.seir.features.TurnRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A page for choosing thresholds: how similar turns are to earlier ones, pairs at several levels,
 * the largest clusters, and what topics lose. It opens without a server.
 */
final class DuplicatesPage {
  private static final String FILE = "duplicates.html";
  private static final String CHART = "duplicates.png";
  private static final int TOPICS = 30;
  private static final int LOWEST = 50;
  private static final int HIGHEST = 100;
  private static final double HUNDRED = 100;

  private final StringBuilder html = new StringBuilder();
  private final DuplicatesReport report;

  private DuplicatesPage(DuplicatesReport report) {
    this.report = report;
  }

  static void write(Path folder, DuplicatesReport report) throws IOException {
    if (!report.nearest().isEmpty()) {
      Charts.png(folder.resolve(CHART), histogram(report.nearest()));
    }
    DuplicatesPage page = new DuplicatesPage(report);
    page.summary();
    page.thresholds();
    page.examples();
    page.clusters();
    page.topics();
    try (InputStream in = DuplicatesPage.class.getResourceAsStream(FILE)) {
      String frame = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      AtomicFile.write(
          folder.resolve(FILE),
          frame.replace("<!--content-->", page.html).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static XYChart histogram(List<Nearest> nearest) {
    XYChart chart =
        Charts.xy(900, 380, "Cosine of each turn with its nearest earlier turn", "cosine", "turns");
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
    chart.getStyler().setYAxisMin(0.0).setXAxisDecimalPattern("0.0");
    int low =
        nearest.stream()
            .mapToInt(of -> of.counts().isEmpty() ? LOWEST : of.counts().firstKey())
            .min()
            .orElse(LOWEST);
    int first = Math.max(-HIGHEST, Math.min(LOWEST, Math.floorDiv(low, 10) * 10));
    List<Double> at = new ArrayList<>();
    for (int tenth = first; tenth <= HIGHEST; tenth += 10) {
      at.add(tenth / HUNDRED);
    }
    Charts.ticks(chart, at, 0);
    for (Nearest of : nearest) {
      List<Double> edges = new ArrayList<>();
      List<Long> counts = new ArrayList<>();
      for (int cosine = first; cosine <= HIGHEST; cosine++) {
        edges.add(cosine / HUNDRED);
        counts.add(of.counts().getOrDefault(cosine, 0L));
      }
      edges.add((HIGHEST + 1) / HUNDRED);
      counts.add(0L);
      chart.addSeries(of.kinds(), edges, counts).setMarker(SeriesMarkers.NONE);
    }
    chart.getStyler().setXAxisMin(first / HUNDRED).setXAxisMax((HIGHEST + 1) / HUNDRED);
    return chart;
  }

  private static String text(String raw) {
    return StringEscapeUtils.escapeHtml4(raw);
  }

  private void add(String format, Object... values) {
    html.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void summary() {
    long count = report.source().count();
    add(
        "<p class=lead><b>%,d</b> of <b>%,d</b> %s repeat others, in <b>%,d</b> clusters;"
            + " <b>%,d</b> are kept.</p>",
        report.dropped(),
        count,
        text(report.source().what()),
        report.clusters(),
        count - report.dropped());
    add("<table><tr><th>found by<th>dropped");
    if (report.source().hashes()) {
      add("<tr><td>equal content<td class=n>%,d", report.by(TurnMatch.Pass.EXACT));
      add("<tr><td>hashes<td class=n>%,d", report.by(TurnMatch.Pass.HASHES));
    }
    add("<tr><td>rows of the encoder<td class=n>%,d</table>", report.by(TurnMatch.Pass.ROWS));
    add("<p>Thresholds: %s.</p>", text(String.join("; ", rule())));
    report.source().encoder().ifPresent(name -> add("<p>Encoder: %s.</p>", text(name)));
    if (report.source().unreadable() > 0) {
      add(
          "<p>%,d samples have a picture that cannot be read; they are kept.</p>",
          report.source().unreadable());
    }
  }

  /** The thresholds that were used. */
  private List<String> rule() {
    DuplicateRule rule = report.source().rule();
    List<String> said = new ArrayList<>();
    if (!report.nearest().isEmpty()) {
      said.add(
          "cosine of at least "
              + rule.cosines().entrySet().stream()
                  .map(of -> of.getValue() + " (" + of.getKey() + ")")
                  .collect(Collectors.joining(", ")));
    }
    if (rule.kinds().contains(TurnRows.IMAGE)) {
      said.add("hashes of pictures at most " + rule.bits() + " bits apart");
    }
    if (rule.kinds().contains(TurnRows.QUESTION) || rule.kinds().contains(TurnRows.ANSWER)) {
      said.add(
          "texts with at least " + rule.overlap() + " of their three-word sequences in common");
    }
    return said;
  }

  private void thresholds() {
    if (report.nearest().isEmpty()) {
      return;
    }
    add("<h2>Choosing a threshold</h2><img class=chart src=\"%s\" alt=\"histogram\">", CHART);
    add(
        "<p>How many turns have an earlier turn with at least this cosine (the mean, if several"
            + " kinds are compared). In the pairs below, find the lowest level at which they are"
            + " still duplicates.</p>");
    add(
        "<table><tr><th>cosine%s",
        report.nearest().stream()
            .map(of -> "<th>" + text(of.kinds()))
            .collect(Collectors.joining()));
    for (int level : List.of(100, 99, 98, 97, 96, 95, 93, 90, 85, 80, 70)) {
      int from = level;
      add(
          "<tr><td>%s%s",
          DuplicatesReport.hundredths(level),
          report.nearest().stream()
              .map(
                  of ->
                      String.format(
                          Locale.ROOT, "<td class=n>%,d", DuplicatesReport.from(of, from)))
              .collect(Collectors.joining()));
    }
    add("</table>");
  }

  private void examples() {
    if (report.examples().isEmpty()) {
      return;
    }
    add("<h2>Pairs at several levels</h2>");
    Map<Integer, List<Example>> levels = new TreeMap<>(Comparator.reverseOrder());
    report
        .examples()
        .forEach(one -> levels.computeIfAbsent(one.level(), level -> new ArrayList<>()).add(one));
    levels.forEach(
        (level, pairs) -> {
          add(
              "<details%s><summary>around %s: %d pairs</summary><div class=pairs>",
              level >= 90 ? " open" : "", DuplicatesReport.hundredths(level), pairs.size());
          for (Example pair : pairs) {
            add("<div class=pair>");
            part(pair.sample(), pair.match().turn().turn());
            part(pair.earlier(), pair.match().earlier().turn());
            add("<div class=values>%s</div></div>", values(pair.match().values()));
          }
          add("</div></details>");
        });
  }

  private static String values(Map<String, Double> values) {
    return values.entrySet().stream()
        .map(of -> text(of.getKey()) + " " + String.format(Locale.ROOT, "%.3f", of.getValue()))
        .collect(Collectors.joining(" · "));
  }

  private void part(Member sample, int turn) {
    add("<figure>");
    String name = "shown/" + sample.index() + "-" + turn + ".jpg";
    if (report.isShown(name)) {
      add("<img src=\"%s\" loading=lazy alt=\"\">", name);
    }
    Member.Part of = sample.turns().get(turn);
    add(
        "<figcaption><b>%s</b>%s%s</figcaption></figure>",
        text(sample.id() + (sample.turns().size() > 1 ? ", turn " + (turn + 1) : "")),
        of.question().map(said -> "<q>" + text(said) + "</q>").orElse(""),
        of.answer().map(said -> "<p>" + text(said) + "</p>").orElse(""));
  }

  private void clusters() {
    if (report.largest().isEmpty()) {
      return;
    }
    add("<h2>Largest clusters</h2><p>The first of each is kept.</p>");
    List<Shown> all = new ArrayList<>(report.largest());
    all.sort(Shown.LARGEST_FIRST);
    for (Shown cluster : all) {
      add("<div class=cluster><div class=kept>");
      part(cluster.kept(), 0);
      add("</div>");
      cluster
          .duplicates()
          .forEach(
              one -> {
                add("<div>");
                part(one.sample(), 0);
                one.links().stream()
                    .limit(1)
                    .forEach(
                        link ->
                            add(
                                "<div class=values>%s %s</div>",
                                link.by().name().toLowerCase(Locale.ROOT), values(link.values())));
                add("</div>");
              });
      int more = cluster.all() - cluster.duplicates().size();
      add("%s</div>", more > 0 ? "<p class=more>and " + more + " more</p>" : "");
    }
  }

  /** The share of a topic's samples that are dropped. */
  static double share(DuplicatesReport.TopicLoss topic) {
    return (double) topic.dropped() / topic.samples();
  }

  private void topics() {
    List<DuplicatesReport.TopicLoss> losing =
        report.topics().stream()
            .filter(topic -> topic.dropped() > 0)
            .sorted(
                Comparator.comparingDouble(DuplicatesPage::share)
                    .reversed()
                    .thenComparing(DuplicatesReport.TopicLoss::name))
            .toList();
    if (losing.isEmpty()) {
      return;
    }
    add("<h2>What topics lose</h2><table><tr><th>topic<th>samples<th>dropped<th>share");
    losing.stream()
        .limit(TOPICS)
        .forEach(
            topic ->
                add(
                    "<tr><td>%s<td class=n>%,d<td class=n>%,d<td class=n>%.0f %%",
                    text(topic.name()), topic.samples(), topic.dropped(), HUNDRED * share(topic)));
    add("</table>");
    if (losing.size() > TOPICS) {
      add("<p>%,d more are in topics.jsonl.</p>", losing.size() - TOPICS);
    }
  }
}
