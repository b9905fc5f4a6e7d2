package io.seir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.InputException;
import io.seir.sample.JsonCoder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the numbers of a cluster mean for a job. */
class ClusterSlotsTest {
  private static final Map<String, String> FIXED = Map.of("rest.port", "8081");
  private static final Map<String, String> NATIVE =
      Map.of(
          "kubernetes.cluster-id", "seir",
          "taskmanager.numberOfTaskSlots", "2",
          "slotmanager.number-of-slots.max", "8");

  private static ClusterSlots slots(
      int managers, int total, int free, Map<String, String> settings) {
    ObjectNode overview = JsonCoder.mapper().createObjectNode();
    overview.put("taskmanagers", managers).put("slots-total", total).put("slots-available", free);
    return ClusterSlots.of("host:8081", overview, settings);
  }

  private static String refusal(
      Class<? extends RuntimeException> kind, ClusterSlots slots, Optional<Integer> asked) {
    return assertThrows(kind, () -> slots.parallelism(asked, false)).getMessage();
  }

  @Test
  void whoAsksForNothingGetsWhatIsFree() {
    assertEquals(4, slots(2, 4, 4, FIXED).parallelism(Optional.empty(), false));
    assertEquals(1, slots(2, 4, 1, FIXED).parallelism(Optional.empty(), false));
    assertEquals(3, slots(2, 4, 3, FIXED).parallelism(Optional.of(3), false));
  }

  @Test
  void moreThanThereAreIsRefusedForGood() {
    String said = refusal(InputException.class, slots(2, 4, 4, FIXED), Optional.of(5));
    assertEquals(
        "--parallelism=5 is more than the 4 slots of the Flink cluster at host:8081; give at most"
            + " 4, or add TaskManagers",
        said);
    assertThrows(
        InputException.class, () -> slots(2, 4, 4, FIXED).parallelism(Optional.of(5), true));
  }

  @Test
  void moreThanAreFreeIsRefusedUnlessTheJobMayWait() {
    ClusterSlots busy = slots(2, 4, 1, FIXED);
    String said = refusal(IllegalStateException.class, busy, Optional.of(3));
    assertEquals(
        "1 of the 4 slots of the Flink cluster at host:8081 is free, but the job needs 3; give"
            + " --parallelism=1, or let it wait with --slotTimeoutSeconds=N",
        said);
    assertEquals(3, busy.parallelism(Optional.of(3), true));
    String none = refusal(IllegalStateException.class, slots(2, 4, 0, FIXED), Optional.empty());
    assertTrue(none.contains("0 of the 4 slots"), none);
    assertTrue(none.contains("wait for other jobs to end"), none);
    assertEquals(4, slots(2, 4, 0, FIXED).parallelism(Optional.empty(), true));
  }

  @Test
  void aClusterWithoutTaskManagersIsRefusedUnlessItStartsThem() {
    String said = refusal(IllegalStateException.class, slots(0, 0, 0, FIXED), Optional.empty());
    assertTrue(said.contains("has no TaskManagers"), said);
    ClusterSlots grows = slots(0, 0, 0, NATIVE);
    assertEquals(2, grows.parallelism(Optional.empty(), false), "those of one TaskManager");
    assertEquals(8, grows.parallelism(Optional.of(8), false));
    assertEquals(4, grows.workers(Optional.of(8)));
    assertTrue(refusal(InputException.class, grows, Optional.of(9)).contains("more than the 8"));
    assertTrue(grows.caution(8, 240).orElseThrow().contains("has only 0 of the 8 slots free"));
    assertFalse(slots(1, 2, 2, FIXED).caution(2, 240).isPresent());
  }

  @Test
  void theAdaptiveSchedulerAndYarnGrowToo() {
    assertTrue(slots(0, 0, 0, Map.of("jobmanager.scheduler", "Adaptive")).grows());
    assertTrue(slots(0, 0, 0, Map.of("scheduler-mode", "REACTIVE")).grows());
    assertTrue(slots(0, 0, 0, Map.of("yarn.application.name", "x")).grows());
    assertFalse(slots(0, 0, 0, Map.of("jobmanager.scheduler", "default")).grows());
  }

  @Test
  void tasksThatNeverHadASlotHaveNotBegun() throws Exception {
    String job = "{\"vertices\":[{\"tasks\":{\"SCHEDULED\":%d,\"RUNNING\":%d,\"FAILED\":2}}]}";
    assertFalse(SlotWatch.begun(JsonCoder.mapper().readTree(job.formatted(2, 0))));
    assertTrue(SlotWatch.begun(JsonCoder.mapper().readTree(job.formatted(1, 1))));
    assertFalse(SlotWatch.begun(JsonCoder.mapper().readTree("{}")));
  }
}
