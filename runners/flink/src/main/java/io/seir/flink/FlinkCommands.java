package io.seir.flink;

import io.seir.cli.CommandSource;
import java.util.List;

/** {@code ./seir flink-cluster}. */
public final class FlinkCommands implements CommandSource {
  @Override
  public List<Object> commands() {
    return List.of(new FlinkClusterCommand());
  }
}
