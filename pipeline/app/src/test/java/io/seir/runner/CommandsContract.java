package io.seir.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seir.cli.Ended;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every runner must do: all commands that run pipelines write the same bytes. */
public abstract class CommandsContract extends RunnerContract {
  @Test
  void theOtherCommandsWriteTheSameBytesAsOnTheDirectRunner() throws Exception {
    Path here = folder.resolve("data");
    String[] made = {
      "generate", "--samples=10", "--turns=1-2", "--depth=1", "--seed=5", "--out=" + here
    };
    assertEquals(0, Ended.of(made).code());
    same("features-00000.parquet", "score", "--data=" + here);
    String vectors = "--vectors=" + folder.resolve("score0");
    String[] all = {"dedup", vectors, "--data=" + here, "--by=answer", "--text-cosine=-1"};
    same("clusters-00000.jsonl", all); // everything is near everything, so that there is a cluster
    same("neighbours-00000.jsonl", "neighbours", vectors, "--text=a cat", "--text=a boat");
    same("data/train-00000.parquet", "export", "--format=hf", "--data=" + here);
    same("judged-00000.jsonl", "judge", "--judge=cascade", "--clear=0.5", "--answers=" + here);
  }

  /** A command on this runner writes the bytes that it writes on the DirectRunner. */
  private void same(String file, String... command) throws Exception {
    List<String> bytes = new ArrayList<>();
    for (List<String> options : List.of(List.<String>of(), runner())) {
      Path out = folder.resolve(command[0] + bytes.size());
      List<String> line = new ArrayList<>(List.of(command));
      line.add("--out=" + out);
      line.addAll(options);
      Ended ended = Ended.of(line.toArray(String[]::new));
      assertEquals(0, ended.code(), ended.err());
      bytes.add(Files.readString(out.resolve(file), StandardCharsets.ISO_8859_1));
    }
    assertEquals(bytes.get(0), bytes.get(1), command[0]);
  }
}
