package io.seir.cli;

import io.seir.data.InputException;
import io.seir.features.TurnRows;
import io.seir.report.page.ReportMaps;
import io.seir.similar.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The maps of a report, and the rows that they are drawn of. */
final class MapOptions {
  private static final int LEAST = 10;
  private static final int MOST = 200_000;
  private static final String NONE = "none";

  @Option(
      names = "--vectors",
      paramLabel = "DIR",
      description =
          "What ./seir score wrote for the same --data: its rows make the map; may be given several"
              + " times (default: those in the --data folders, if any).")
  private List<Path> vectors = new ArrayList<>();

  @Option(
      names = "--map",
      paramLabel = "KIND",
      split = ",",
      description =
          "Rows that maps are drawn of, a map each: image, answer, question; or none (default: image,"
              + " or answer if there are no rows of pictures).")
  private List<String> kinds = new ArrayList<>();

  @Option(
      names = "--map-points",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "Most turns on a map; of more than that, evenly chosen ones (default: ${DEFAULT-VALUE}).")
  private int points;

  @Mixin private final KernelsOption kernels = new KernelsOption();

  /** Whether a map was asked for in so many words. */
  boolean isAsked() {
    return !vectors.isEmpty() && !kinds.contains(NONE);
  }

  /** Which maps to draw of the data in some folders. */
  ReportMaps maps(List<Path> data) {
    Usage.within("--map-points", points, LEAST, MOST);
    kernels.checkHere();
    for (String kind : kinds) {
      if (!TurnRows.KINDS.contains(kind) && !(kind.equals(NONE) && kinds.size() == 1)) {
        throw new InputException(
            "--map takes image, answer and question, or none, not " + String.join(",", kinds));
      }
    }
    if (kinds.contains(NONE)) {
      return ReportMaps.none();
    }
    List<Vectors> found =
        vectors.isEmpty()
            ? data.stream().filter(Vectors::in).map(Vectors::read).toList()
            : vectors.stream().map(Vectors::read).toList();
    if (found.isEmpty() && !kinds.isEmpty()) {
      throw new InputException(
          "--map needs the rows of the data: give --vectors, a folder that ./seir score wrote");
    }
    try {
      return new ReportMaps(found, kinds, points, kernels.choice);
    } catch (InputException e) {
      if (vectors.isEmpty() && kinds.isEmpty()) {
        System.err.println("seir: no map: " + e.getMessage());
        return ReportMaps.none();
      }
      throw e;
    }
  }
}
