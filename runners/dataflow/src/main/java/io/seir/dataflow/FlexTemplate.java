package io.seir.dataflow;

import io.seir.cli.Seir;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entry point of the flex template: {@code generate} on Dataflow, with the template's
 * parameters.
 */
public final class FlexTemplate {
  private FlexTemplate() {}

  public static void main(String[] args) {
    List<String> line = new ArrayList<>(List.of("generate"));
    line.addAll(Arrays.asList(args));
    if (line.stream().noneMatch(word -> word.startsWith("--runner="))) {
      line.add("--runner=DataflowRunner");
    }
    Seir.main(line.toArray(String[]::new));
  }
}
