package io.seir.flink;

import io.seir.cli.Seir;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entry point in application mode: runs a command of {@code ./seir} in the JobManager, on the
 * cluster that it is part of. It throws where the command would exit with an error, so that Flink
 * sees and reports a failed application.
 */
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    List<String> line = new ArrayList<>(Arrays.asList(args));
    add(line, "--runner", "FlinkRunner");
    add(line, "--flinkMaster", FlinkSupport.AUTO);
    System.setProperty("java.awt.headless", "true");
    int code = Seir.run(line.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException(
          "seir ended with exit code " + code + "; the line above that begins with seir: says why");
    }
  }

  private static void add(List<String> line, String option, String value) {
    if (line.stream().noneMatch(word -> word.startsWith(option + "="))) {
      line.add(option + "=" + value);
    }
  }
}
