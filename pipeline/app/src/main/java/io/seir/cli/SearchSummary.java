package io.seir.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.features.TurnRows;
import io.seir.pipeline.QueryKind;
import io.seir.pipeline.SearchDataSet;
import io.seir.pipeline.SearchLists;
import io.seir.report.NeighbourReport;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import io.seir.similar.Recall;
import io.seir.similar.RowNames;
import io.seir.similar.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The summary of a search.
 *
 * @param folder of the results
 * @param asked number of queries
 * @param lists if only some were searched for each row
 */
record SearchSummary(
    Path folder,
    SearchOptions.Searched searched,
    QueryOptions queries,
    long asked,
    Optional<SearchLists.Lists> lists) {
  private static final int NAMED = 3;

  /**
   * Prints the first results, draws the contact sheet, and finally writes the summary.
   *
   * @param among the kind of the searched rows
   * @param nearest neighbours per query
   * @return the exit code
   */
  int tell(String among, int nearest) throws IOException {
    Path file = folder.resolve(SearchDataSet.NAME + "-00000.jsonl");
    NeighbourReport report = NeighbourReport.read(file, among);
    SortedMap<String, Integer> faults =
        report.draw(
            folder,
            new NeighbourReport.Places(
                searched.rows(),
                searched.samples(),
                searched.pictures(),
                queries.copies(folder.resolve(SearchDataSet.QUERIES))));
    report.print(System.out);
    long answered = answered();
    boolean drawn = Files.exists(folder.resolve(NeighbourReport.SHEET));
    if (!drawn && !faults.isEmpty()) {
      System.err.printf(
          "seir: no contact sheet, because no picture could be read (%s); give --images DIR, or"
              + " --data with the data that were scored%n",
          faults.firstKey());
    }
    Optional<Recall> recall = SearchLists.recall(folder);
    RunFiles.deleteLists(folder);
    write(among, nearest, answered, recall);
    if (answered == 0) {
      return Seir.FAILED;
    }
    System.out.printf(
        "Searched    %,d rows for %,d %s%nNeighbours  %s%n",
        searched.rows().rows(),
        asked,
        asked == 1 ? "query" : "queries",
        folder.resolve(SearchDataSet.NAME + "-*.jsonl"));
    lists.ifPresent(in -> print(in, recall));
    if (drawn) {
      System.out.printf("Sheet       %s%n", folder.resolve(NeighbourReport.SHEET));
    }
    return 0;
  }

  private static void print(SearchLists.Lists in, Optional<Recall> recall) {
    System.out.printf("Lists       %,d of %,d searched per row%n", in.probes(), in.all());
    recall.ifPresent(
        of ->
            System.out.printf(
                Locale.ROOT,
                "Recall      %.1f %% of the %d nearest found (%.1f to %.1f %%), measured on %,d"
                    + " rows%n",
                100 * of.share().value(),
                of.k(),
                100 * of.share().low().orElse(0.0),
                100 * of.share().high().orElse(1.0),
                of.queries()));
  }

  /**
   * Returns the number of queries that have a row, and names the others, which the encoder could
   * not represent.
   */
  private long answered() throws IOException {
    QueryKind kind = queries.kind();
    if (kind == QueryKind.ROW || kind == QueryKind.EACH) {
      return asked;
    }
    BadFiles.tell(folder, BadFiles.count(folder), "queries could not be encoded");
    Vectors own = Vectors.read(folder.resolve(SearchDataSet.QUERIES));
    String of = kind == QueryKind.TEXT ? TurnRows.QUESTION : TurnRows.IMAGE;
    long answered = own.rows(List.of(of)).rows();
    long without = own.turns() - answered;
    if (without > 0) {
      String named =
          RowNames.without(own, of, NAMED).stream()
              .map(query -> "'" + queries.said(query) + "'")
              .collect(Collectors.joining(", "));
      System.err.printf(
          "seir: no neighbours for %d of %d queries, because the encoder cannot represent them:"
              + " %s%s%n",
          without, asked, named, without > NAMED ? ", …" : "");
    }
    return answered;
  }

  private void write(String among, int nearest, long answered, Optional<Recall> recall)
      throws IOException {
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("queries", asked).put("answered", answered).put("nearest", nearest);
    json.put("rows", searched.rows().rows()).put("dimension", searched.rows().dimension());
    searched.encoder().ifPresent(encoder -> json.put("among", among).put("encoder", encoder));
    lists.ifPresent(in -> json.put("lists", in.all()).put("probes", in.probes()));
    recall.ifPresent(of -> json.set("recall", JsonCoder.mapper().valueToTree(of)));
    AtomicFile.write(
        folder.resolve(RunFiles.NEIGHBOURS),
        (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
