package io.seir.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.DataSetLines;
import io.seir.cli.Ended;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every runner must do: the same command gives the same data set. {@link CommandsContract} has
 * more.
 */
public abstract class RunnerContract {
  @TempDir protected Path folder;

  /** The options that choose the runner. */
  protected abstract List<String> runner() throws Exception;

  /** Runs a command with the runner's options. */
  protected Ended generate(String... options) throws Exception {
    List<String> line = new ArrayList<>(List.of("generate"));
    line.addAll(List.of(options));
    line.addAll(runner());
    return Ended.of(line.toArray(String[]::new));
  }

  /** All dialogues as they stand in the files, without their order. */
  protected static Set<String> dialogues(Path out) throws IOException {
    Set<String> dialogues = new TreeSet<>();
    DataSetLines.read(out, dialogue -> dialogues.add(dialogue.toString()));
    return dialogues;
  }

  /** Names of all pictures, which are hashes of what is in them. */
  protected static Set<String> pictures(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out.resolve("images"))) {
      Set<String> names = new TreeSet<>();
      files.filter(Files::isRegularFile).forEach(f -> names.add(f.getFileName().toString()));
      return names;
    }
  }

  protected static JsonNode run(Path out) throws IOException {
    return JsonCoder.mapper().readTree(out.resolve("run.json").toFile());
  }

  @Test
  void theSameCommandGivesTheSameDataSetAsTheDirectRunner() throws Exception {
    Path topics =
        Files.writeString(
            folder.resolve("topics.txt"),
            "a cat\nthe meaning of justice\na violin\na lighthouse\n");
    String[] options = {
      "--samples=10", "--turns=1-2", "--depth=1", "--seed=5", "--topics=" + topics
    };
    Path here = folder.resolve("here");
    List<String> direct = new ArrayList<>(List.of("generate", "--out=" + here));
    direct.addAll(List.of(options));
    assertEquals(0, Ended.of(direct.toArray(String[]::new)).code());

    Path there = folder.resolve("there");
    List<String> line = new ArrayList<>(List.of(options));
    line.add("--out=" + there);
    Ended ended = generate(line.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("accepted"), ended.out());
    assertTrue(run(there).path("bad").path("undrawable_topic").asInt() > 0);
    assertEquals(dialogues(here), dialogues(there));
    assertEquals(pictures(here), pictures(there));
    assertEquals(run(here), run(there), "run.json tells the same");
  }
}
