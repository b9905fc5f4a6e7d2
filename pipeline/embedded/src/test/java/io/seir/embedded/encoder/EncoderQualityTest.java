package io.seir.embedded.encoder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards the stored encoders: the figures of the model card, on fewer scenes. */
class EncoderQualityTest {
  private static final int GROUPS = 3;
  private static final long SEED = 4242;

  @ParameterizedTest
  @ValueSource(strings = {"critic", "judge"})
  void heldOutScenesAreToldApart(String name) {
    DualEncoder encoder = name.equals("critic") ? DualEncoder.critic() : DualEncoder.judge();
    EncoderEvaluation evaluation = new EncoderEvaluation(encoder, SEED, GROUPS);
    EncoderEvaluation.Retrieval retrieval = evaluation.retrieval();
    assertTrue(retrieval.pictures() >= 0.95, "R@1 of 100, pictures: " + retrieval);
    assertTrue(retrieval.captions() >= 0.92, "R@1 of 100, captions: " + retrieval);
    double swaps = evaluation.swaps();
    assertTrue(swaps >= 0.90, "right caption of ten: " + swaps);
  }
}
