package io.seir.cli;

import java.util.List;

/** Commands from other modules, found by {@link java.util.ServiceLoader}. */
public interface CommandSource {
  /** The commands, as picocli expects them. */
  List<Object> commands();
}
