package io.seir.expansion;

import io.seir.cli.CommandSource;
import java.util.List;

/** {@code ./seir expansion-service}. */
public final class ExpansionCommands implements CommandSource {
  @Override
  public List<Object> commands() {
    return List.of(new ExpansionServiceCommand());
  }
}
