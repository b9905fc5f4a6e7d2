package io.seir.report;

import io.seir.blob.AtomicFile;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What all charts share; writes them as files that appear only when complete. */
final class Charts {
  /** The colours of Okabe and Ito, which most people can tell apart. */
  private static final Color[] COLORS = {
    new Color(0x0072B2),
    new Color(0xE69F00),
    new Color(0x009E73),
    new Color(0xD55E00),
    new Color(0xCC79A7),
    new Color(0x56B4E9),
    new Color(0x444444)
  };

  private Charts() {}

  /** A chart in the common style: white, with the legend at the side. */
  static XYChart xy(int width, int height, String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  /**
   * Marks the x axis at these places, which must be equally spaced: then XChart uses the first
   * series' x values as ticks. Call it before adding any other series.
   */
  static void ticks(XYChart chart, List<Double> at, double y) {
    XYSeries ticks = chart.addSeries(" ", at, Collections.nCopies(at.size(), y));
    ticks.setShowInLegend(false);
    ticks.setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.NONE);
  }

  /**
   * Adds estimates as points, with an optional line through them, and whiskers from low to high.
   */
  static void addIntervals(
      XYChart chart, String name, List<Double> at, List<Interval> intervals, boolean line) {
    Color color =
        COLORS[(chart.getSeriesCollection().size() - 1) / 2 % COLORS.length]; // after ticks
    XYSeries points = chart.addSeries(name, at, intervals.stream().map(Interval::mean).toList());
    points.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setLineColor(color);
    if (!line) {
      points.setLineStyle(SeriesLines.NONE);
    }
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      x.addAll(List.of(at.get(i), at.get(i), at.get(i)));
      y.addAll(List.of(intervals.get(i).low(), intervals.get(i).high(), Double.NaN)); // a gap
    }
    XYSeries whiskers = chart.addSeries(name + ", 95 %", x, y);
    whiskers.setShowInLegend(false);
    whiskers.setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.SOLID).setLineColor(color);
  }

  static void png(Path file, Chart<?, ?> chart) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BitmapEncoder.saveBitmap(chart, bytes, BitmapEncoder.BitmapFormat.PNG);
    AtomicFile.write(file, bytes.toByteArray());
  }

  static void svg(Path file, Chart<?, ?> chart) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, bytes, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    AtomicFile.write(file, bytes.toByteArray());
  }
}
