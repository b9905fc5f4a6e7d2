package io.seir.cli;

import io.seir.kernels.TopK;
import io.seir.pipeline.QueryKind;
import io.seir.pipeline.SearchLists;
import io.seir.similar.ListRows;
import io.seir.similar.RowSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether every row is compared with all rows or only with those in a few lists. */
final class ListOptions {
  private static final String LISTS = "--lists";
  private static final String PROBES = "--probes";

  /** Above this, an exact search of every row is announced. */
  private static final long MANY = 1_000_000;

  /** Below this, building lists takes as long as comparing all rows. */
  private static final long FEW = 10_000;

  private static final double TERA = 1e12;

  @Option(
      names = LISTS,
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "0",
      description =
          "With --each: sort the rows into N lists of similar rows and search only a few lists per"
              + " row (without N: the square root of the number of rows, at most 16,384). From"
              + " about 100,000 rows on, far faster than the exact search. It misses some"
              + " neighbours; how many is measured and printed.")
  private @Nullable Integer lists;

  @Option(
      names = PROBES,
      paramLabel = "P",
      defaultValue = "16",
      description =
          "With --lists: number of lists to search per row, 1 to 64 (default:"
              + " ${DEFAULT-VALUE}). More lists find more neighbours and take longer.")
  private int probes = 16;

  /** The requested lists; empty for an exact search. */
  Optional<SearchLists.Lists> check(CommandSpec command, QueryKind kind, RowSet rows) {
    if (kind != QueryKind.EACH) {
      Usage.refuse(command, "--each", LISTS, PROBES);
      return Optional.empty();
    }
    if (lists == null) {
      Usage.refuse(command, LISTS, PROBES);
      announce(rows);
      return Optional.empty();
    }
    Usage.within(LISTS, lists, 0, ListRows.MOST);
    Usage.within(PROBES, probes, 1, TopK.MAX);
    if (rows.rows() < FEW) {
      System.err.printf(
          "seir: with only %,d rows, the exact search is as fast; leave --lists out%n",
          rows.rows());
    }
    int wanted = lists == 0 ? ListRows.lists(rows.rows()) : lists;
    return Optional.of(new SearchLists.Lists((int) Math.min(wanted, rows.rows()), probes));
  }

  private static void announce(RowSet rows) {
    if (rows.rows() > MANY) {
      double operations = 2.0 * rows.rows() * rows.rows() * rows.dimension();
      System.err.printf(
          "seir: comparing %,d rows with each other takes %,.0f TFLOP (rows × rows × %d numbers ×"
              + " 2); --lists finds almost all neighbours with a fraction of that%n",
          rows.rows(), operations / TERA, rows.dimension());
    }
  }
}
