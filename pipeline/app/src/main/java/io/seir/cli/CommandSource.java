package io.seir.cli;

import java.util.List;

/** Commands from other modules, found by {@link java.util.ServiceLoader}. */
public interface CommandSource {
  /** As picocli takes them. */
  List<Object> commands();
}
