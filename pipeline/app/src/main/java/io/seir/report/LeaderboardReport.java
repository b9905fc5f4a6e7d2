package io.seir.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.RadarChart;
import org.knowm.xchart.RadarChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;

/** A leaderboard as JSON, table, chart of intervals and radar chart. */
public final class LeaderboardReport {
  private static final int MAX_DRAWN = 12;
  private static final int MAX_NAME = 40;
  private static final double HIGHEST = 5;

  /** A bootstrap over fewer items says little. */
  private static final int FEWEST_CLEAR = 10;

  private LeaderboardReport() {}

  /**
   * Writes {@code leaderboard-scores} and {@code -radar} (png, svg), then {@code leaderboard.json}.
   */
  public static void write(Path folder, Leaderboard board) throws IOException {
    AtomicFile.write(
        folder.resolve(RunFiles.LEADERBOARD),
        json(board).toPrettyString().getBytes(StandardCharsets.UTF_8));
    List<Leaderboard.Standing> drawn =
        board.standings().stream().filter(s -> s.scored() > 0).limit(MAX_DRAWN).toList();
    if (!drawn.isEmpty()) {
      XYChart scores = scores(drawn);
      Charts.png(folder.resolve("leaderboard-scores.png"), scores);
      Charts.svg(folder.resolve("leaderboard-scores.svg"), scores);
      RadarChart radar = radar(drawn);
      Charts.png(folder.resolve("leaderboard-radar.png"), radar);
      Charts.svg(folder.resolve("leaderboard-radar.svg"), radar);
    }
  }

  private static ObjectNode json(Leaderboard board) {
    ObjectNode report = JsonCoder.mapper().createObjectNode();
    ArrayNode systems = report.putArray("systems");
    for (Leaderboard.Standing standing : board.standings()) {
      ObjectNode node = systems.addObject();
      node.put("system", standing.system());
      node.put("scored", standing.scored());
      node.put("unscored", standing.unscored().values().stream().mapToInt(n -> n).sum());
      ObjectNode reasons = node.putObject("unscoredReasons");
      standing.unscored().forEach(reasons::put);
      if (standing.scored() > 0) {
        standing
            .measures()
            .forEach(
                (name, measure) ->
                    put(node.putObject(name), measure.mean()).put("variance", measure.variance()));
      }
    }
    ArrayNode pairs = report.putArray("differences");
    for (Leaderboard.Difference difference : board.differences()) {
      put(
          pairs
              .addObject()
              .put("a", difference.a())
              .put("b", difference.b())
              .put("measure", difference.measure()),
          difference.difference());
    }
    ObjectNode decided = report.putObject("decidedBy");
    board.decided().forEach(decided::put);
    report.put("interval", "95 %, percentile bootstrap over items, 2000 resamples");
    return report;
  }

  private static ObjectNode put(ObjectNode node, Interval interval) {
    node.put("mean", interval.mean());
    node.put("low", interval.low());
    node.put("high", interval.high());
    node.put("count", interval.count());
    return node;
  }

  private static XYChart scores(List<Leaderboard.Standing> standings) {
    XYChart chart =
        Charts.xy(
            1000, 560, "SynJudge scores by system (mean, 95 % interval)", "", "score, 0 to 5");
    int scales = Leaderboard.MEASURES.size();
    for (int m = 0; m < scales; m++) {
      chart.addAnnotation(new AnnotationText(Leaderboard.MEASURES.get(m), m, 0.2, false));
    }
    chart.getStyler().setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    chart.getStyler().setXAxisTicksVisible(false);
    chart.getStyler().setXAxisMin(-0.5);
    chart.getStyler().setXAxisMax(scales - 0.5);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(HIGHEST);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    Charts.ticks(chart, List.of(0.0), 0);
    double step = 0.7 / standings.size();
    for (int i = 0; i < standings.size(); i++) {
      Leaderboard.Standing standing = standings.get(i);
      double beside = (i - (standings.size() - 1) / 2.0) * step;
      Charts.addIntervals(
          chart,
          series(chart, standing),
          IntStream.range(0, scales).mapToObj(m -> m + beside).toList(),
          Leaderboard.MEASURES.stream()
              .map(name -> Objects.requireNonNull(standing.measures().get(name)).mean())
              .toList(),
          false);
    }
    return chart;
  }

  private static RadarChart radar(List<Leaderboard.Standing> standings) {
    RadarChart chart =
        new RadarChartBuilder()
            .width(900)
            .height(640)
            .title("SynJudge scores by system (rings: 1 to 5)")
            .build();
    List<String> scales = Leaderboard.MEASURES.subList(0, Leaderboard.MEASURES.size() - 1);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setSeriesFilled(false);
    chart.getStyler().setRadiiTickMarksCount((int) HIGHEST);
    chart.getStyler().setPlotContentSize(0.8);
    chart.setRadiiLabels(scales.toArray(String[]::new));
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    for (Leaderboard.Standing standing : standings) {
      chart.addSeries(
          series(chart, standing),
          scales.stream()
              .mapToDouble(
                  name ->
                      Objects.requireNonNull(standing.measures().get(name)).mean().mean() / HIGHEST)
              .toArray());
    }
    return chart;
  }

  /** A short name that is unique among the series. */
  private static String series(Chart<?, ?> chart, Leaderboard.Standing standing) {
    String name = shortened(standing.system());
    int next = chart.getSeriesCollection().size() + 1;
    return chart.getSeries(name) != null ? name + " (" + next + ")" : name;
  }

  private static String shortened(String name) {
    return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME - 1) + "…";
  }

  /** Prints the table, and which differences between neighbours are clear. */
  public static void print(PrintStream out, Path folder, Leaderboard board) {
    List<Leaderboard.Standing> standings = board.standings();
    int wide = standings.stream().mapToInt(s -> shortened(s.system()).length()).max().orElse(0) + 2;
    out.printf("%n%-" + wide + "s %7s %9s", "system", "items", "unscored");
    Leaderboard.MEASURES.forEach(name -> out.printf("  %-18s", name));
    for (Leaderboard.Standing standing : standings) {
      int unscored = standing.unscored().values().stream().mapToInt(n -> n).sum();
      out.printf(
          "%n%-" + wide + "s %7d %9d", shortened(standing.system()), standing.scored(), unscored);
      if (standing.scored() > 0) {
        standing.measures().values().forEach(m -> out.printf("  %-18s", text(m.mean())));
      }
    }
    out.printf(
        "%n%nMean score, 0 to 5, over items (dialogues or single answers) [95 %% bootstrap"
            + " interval].%n");
    for (Leaderboard.Difference d : board.differences()) {
      if (d.measure().equals(Leaderboard.OVERALL) && standings.size() <= MAX_DRAWN) {
        boolean enough = d.difference().count() >= FEWEST_CLEAR;
        boolean clear = enough && (d.difference().low() > 0 || d.difference().high() < 0);
        out.printf(
            "%s − %s, overall, paired on %d items: %s%s%n",
            shortened(d.a()),
            shortened(d.b()),
            d.difference().count(),
            text(d.difference()),
            clear ? "" : " (no clear difference)");
      }
    }
    standings.forEach(
        s ->
            s.unscored()
                .forEach(
                    (reason, n) ->
                        out.printf(
                            "%s: %d turns unscored, %s%n", shortened(s.system()), n, reason)));
    out.printf(
        "Labels %s%nTable  %s%nCharts %s%n",
        folder.resolve("judged-*.jsonl"),
        folder.resolve(RunFiles.LEADERBOARD),
        folder.resolve("leaderboard-{scores,radar}.{png,svg}"));
  }

  private static String text(Interval interval) {
    return String.format(
        Locale.ROOT, "%.2f [%.2f, %.2f]", interval.mean(), interval.low(), interval.high());
  }
}
