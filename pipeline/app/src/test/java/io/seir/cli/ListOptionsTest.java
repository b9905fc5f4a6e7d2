package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.kernels.Rows;
import io.seir.pipeline.QueryKind;
import io.seir.pipeline.SearchLists;
import io.seir.similar.RowSet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ListOptionsTest {
  @Command
  private static final class Only {
    @Mixin private final ListOptions lists = new ListOptions();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "2000000 | '' | - | takes 4,096 TFLOP (rows × rows × 512 numbers × 2); --lists finds",
        "1000000 | '' | - | -",
        "2000000 | --lists | 1414 16 | -",
        "10000 | --lists --probes 3 | 100 3 | -",
        "9999 | --lists 300 | 300 16 | with only 9,999 rows, the exact search is as fast",
        "7 | --lists=300 | 7 16 | with only 7 rows",
      })
  void whatIsSearchedAndSaid(
      long rows, String options, @Nullable String lists, @Nullable String said) {
    Only command = new Only();
    CommandLine line = new CommandLine(command);
    line.parseArgs(options.isEmpty() ? new String[0] : options.split(" "));
    RowSet.Part part = new RowSet.Part(rows, List.of(), Optional.empty());
    RowSet set = new RowSet("x", 512, Rows.Type.F16, List.of(part));
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    Optional<SearchLists.Lists> checked;
    try {
      checked = command.lists.check(line.getCommandSpec(), QueryKind.EACH, set);
    } finally {
      System.setErr(err);
    }
    assertEquals(
        Optional.ofNullable(lists), checked.map(found -> found.all() + " " + found.probes()));
    String printed = complained.toString(StandardCharsets.UTF_8);
    assertEquals(said == null ? 0 : 1, printed.lines().count(), printed);
    assertTrue(printed.contains(Optional.ofNullable(said).orElse("")), printed);
  }
}
