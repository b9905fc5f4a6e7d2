package io.seir.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;

/** Score against depth as JSON, plot and table. */
public final class AblationReport {
  private static final String PLOT = "ablation.png";
  private static final double HIGHEST = 5;

  private AblationReport() {}

  /** Writes {@code ablation.png}, then {@code ablation.json}. */
  public static void write(Path folder, Ablation ablation) throws IOException {
    Charts.png(folder.resolve(PLOT), plot(ablation));
    AtomicFile.write(
        folder.resolve(RunFiles.ABLATION),
        json(ablation).toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode json(Ablation ablation) {
    ObjectNode report = JsonCoder.mapper().createObjectNode();
    ObjectNode depths = report.putObject("depths");
    for (int depth : ablation.depths()) {
      ObjectNode at = depths.putObject(Integer.toString(depth));
      for (String dimension : ablation.scales()) {
        put(at.putObject(dimension), ablation.mean(depth, dimension));
      }
    }
    ArrayNode gains = report.putArray("gains");
    for (Ablation.Gain gain : ablation.gains()) {
      ObjectNode node = gains.addObject();
      node.put("dimension", gain.dimension());
      node.put("from", gain.from());
      node.put("to", gain.to());
      put(node, gain.difference());
    }
    if (!ablation.alone().isEmpty()) {
      ObjectNode stages = report.putObject("stages");
      for (Ablation.Alone alone : ablation.alone()) {
        ObjectNode node = stages.withObject("/" + alone.stages()).putObject(alone.dimension());
        put(node, alone.mean());
        put(node.putObject("overNone"), alone.gain());
      }
    }
    return report;
  }

  private static void put(ObjectNode node, Interval interval) {
    node.put("mean", interval.mean());
    node.put("low", interval.low());
    node.put("high", interval.high());
    node.put("count", interval.count());
  }

  private static XYChart plot(Ablation ablation) {
    XYChart chart =
        Charts.xy(
            900,
            560,
            "SynJudge scores against refinement depth (mean, 95 % interval)",
            "depth K",
            "score, 0 to 5");
    chart.getStyler().setXAxisDecimalPattern("0");
    chart.getStyler().setXAxisMin(-0.2 + ablation.depths().get(0));
    chart.getStyler().setXAxisMax(0.2 + ablation.depths().get(ablation.depths().size() - 1));
    chart.getStyler().setYAxisMax(HIGHEST + 0.02);
    Charts.ticks(chart, ablation.depths().stream().map(Integer::doubleValue).toList(), HIGHEST);
    for (String dimension : ablation.scales()) {
      List<Double> x =
          ablation.depths().stream()
              .map(d -> d + 0.02 * (ablation.scales().indexOf(dimension) - 1.5))
              .toList();
      List<Interval> means =
          ablation.depths().stream().map(d -> ablation.mean(d, dimension)).toList();
      Charts.addIntervals(chart, dimension, x, means, true);
    }
    return chart;
  }

  /** A table of means, and the gain from the least to the greatest depth. */
  public static void print(PrintStream out, Path folder, Ablation ablation) {
    int first = ablation.depths().get(0);
    int last = ablation.depths().get(ablation.depths().size() - 1);
    out.printf("%n%-6s", "depth");
    for (String dimension : ablation.scales()) {
      out.printf("  %-20s", dimension);
    }
    for (int depth : ablation.depths()) {
      out.printf("%n%-6d", depth);
      for (String dimension : ablation.scales()) {
        out.printf("  %-20s", text(ablation.mean(depth, dimension)));
      }
    }
    out.printf("%n%-6s", first + " → " + last);
    for (Ablation.Gain gain : ablation.gains()) {
      if (gain.from() == first && gain.to() == last) {
        out.printf("  %-20s", text(gain.difference()));
      }
    }
    out.printf(
        "%n%nMean score, 0 to 5, over dialogues [95 %% interval]; the last line is the paired"
            + " difference.%n");
    printAlone(out, ablation);
    out.printf("Table  %s%nPlot   %s%n", folder.resolve(RunFiles.ABLATION), folder.resolve(PLOT));
  }

  private static void printAlone(PrintStream out, Ablation ablation) {
    if (ablation.alone().isEmpty()) {
      return;
    }
    out.printf("%n%-6s", "stages");
    for (String dimension : ablation.scales()) {
      out.printf("  %-20s", dimension);
    }
    String last = "";
    for (Ablation.Alone alone : ablation.alone()) {
      if (!alone.stages().equals(last)) {
        last = alone.stages();
        out.printf("%n%-6s", last);
      }
      out.printf("  %-20s", last.equals(Ablation.NONE) ? text(alone.mean()) : text(alone.gain()));
    }
    out.printf(
        "%n%nEach stage refined alone, at the greatest depth: the line none has means, the others"
            + " paired gains over it.%nQR, AR, IR: question, answer, image refinement; all: all"
            + " three.%n");
  }

  private static String text(Interval interval) {
    return String.format(
        Locale.ROOT, "%.2f [%.2f, %.2f]", interval.mean(), interval.low(), interval.high());
  }
}
