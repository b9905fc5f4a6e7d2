package io.seir.embedded;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.embedded.PlantedFaults.Fault;
import io.seir.embedded.PlantedFaults.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Judge and critics find what was put in: the scales concerned fall, the others stay, and the
 * critic says what it is. With 25 turns of each kind the limits are a little wider than with 200
 * ({@code -Dseir.planted=200}), whose figures are in the model card; {@code -Dseir.seed} takes
 * another seed.
 */
class PlantedFaultsTest {
  private static final int COUNT = Integer.getInteger("seir.planted", 25);
  private static final long SEED = Long.getLong("seir.seed", 20260611);
  private static final double SLACK = COUNT >= 200 ? 0 : 0.08;

  @Test
  void faultsAreFoundAndNamed() throws Exception {
    PlantedFaults turns = new PlantedFaults(SEED, COUNT);
    List<Executable> checks = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      Outcome outcome = turns.plant(fault);
      System.out.printf(
          "%-18s falls %5.1f %%, named %5.1f %%, another named %5.1f %%, other scales %s%n",
          fault,
          100 * outcome.fell(),
          100 * outcome.named(),
          100 * outcome.wrong(),
          outcome.others());
      checks.add(() -> assertTrue(outcome.fell() >= 0.9 - SLACK, outcome.toString()));
      checks.add(() -> assertTrue(outcome.named() >= 0.8 - SLACK, outcome.toString()));
      checks.add(() -> assertTrue(outcome.wrong() <= 0.1 + SLACK, outcome.toString()));
      outcome
          .others()
          .forEach((scale, fall) -> checks.add(() -> assertTrue(fall <= 0.5, outcome.toString())));
    }
    assertAll(checks);
  }
}
