package io.seir.flink;

import io.seir.runner.RunnerContract;
import java.util.List;

/** The contract in this very process. */
class FlinkLocalIT extends RunnerContract {
  @Override
  protected List<String> runner() {
    return List.of("--runner=FlinkRunner", "--flinkMaster=[local]");
  }
}
