package io.seir.direct;

import io.seir.runner.CommandsContract;
import java.util.List;

/** The contract on the DirectRunner with one bundle at a time, beside its default. */
class DirectIT extends CommandsContract {
  @Override
  protected List<String> runner() {
    return List.of("--runner=DirectRunner", "--targetParallelism=1");
  }
}
