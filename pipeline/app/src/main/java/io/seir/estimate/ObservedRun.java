package io.seir.estimate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.seir.ask.Budget;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.SampleLine;
import io.seir.model.Prices;
import io.seir.pipeline.Acceptance;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import io.seir.sample.StageUsage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the dialogues of a finished run took, read from its lines: the data set, the rejected
 * dialogues and the bad records.
 */
public final class ObservedRun {
  private final Path folder;
  private final Acceptance acceptance;
  private final ObservedUse use;

  private ObservedRun(Path folder, Acceptance acceptance, ObservedUse use) {
    this.folder = folder;
    this.acceptance = acceptance;
    this.use = use;
  }

  /**
   * Reads the lines of a run.
   *
   * @param acceptance by which dialogues would be accepted now, whatever that run accepted
   * @param prices of each role, by its key
   * @throws InputException if a line is not from a run, or the run ended because its budget was
   *     spent
   */
  public static ObservedUse read(
      Path folder, Acceptance acceptance, SortedMap<String, Prices> prices) {
    ObservedUse use = new ObservedUse(prices);
    ObservedRun run = new ObservedRun(folder, acceptance, use);
    run.each("", "dialogues-*.jsonl", run::dialogue);
    run.each("rejected", "rejected-*.jsonl", run::dialogue);
    run.each("bad", "bad-*.jsonl", run::bad);
    return use;
  }

  private interface Line {
    void read(String line) throws IOException;
  }

  private void each(String below, String files, Line reader) {
    Path where = below.isEmpty() ? folder : folder.resolve(below);
    try {
      Locations.io(
          () -> {
            for (Path file : files(where, files)) {
              each(file, reader);
            }
            return where;
          });
    } catch (IOException e) {
      throw InputException.unreadable(where, e);
    }
  }

  private static List<Path> files(Path where, String files) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(where)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(where, files)) {
        all.forEach(found::add);
      }
    }
    found.sort(null);
    return found;
  }

  private static void each(Path file, Line reader) throws IOException {
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String line;
      while ((line = lines.readLine()) != null) {
        number++;
        try {
          reader.read(line);
        } catch (IllegalArgumentException | JsonProcessingException e) {
          throw new InputException(
              file + " line " + number + " is not a line of a run: " + e.getMessage());
        }
      }
    }
  }

  private void dialogue(String line) {
    Sample sample = SampleLine.parse(line);
    int turns = sample.templates().isEmpty() ? sample.turns().size() : sample.templates().size();
    use.add(turns, acceptance.objection(sample).isEmpty(), sample.spent());
  }

  private void bad(String line) throws JsonProcessingException {
    JsonNode bad = SampleLine.object(line);
    if (bad.path("reason").asText().equals(Budget.REACHED)) {
      throw new InputException(
          folder
              + " contains dialogues left unfinished because the budget was spent; continue it with"
              + " --resume=always and a larger --budget, or estimate from another run");
    }
    SortedMap<String, StageUsage> usage = new TreeMap<>();
    for (Map.Entry<String, JsonNode> stage : bad.path("usage").properties()) {
      usage.put(stage.getKey(), JsonCoder.mapper().treeToValue(stage.getValue(), StageUsage.class));
    }
    use.addUnfinished(Math.max(1, bad.path("sample").path("templates").size()), usage);
  }
}
