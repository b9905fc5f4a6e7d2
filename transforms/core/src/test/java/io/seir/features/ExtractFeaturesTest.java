package io.seir.features;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.blob.SamplePictures;
import io.seir.kernels.KernelSelector;
import org.junit.jupiter.api.Test;

class ExtractFeaturesTest {
  @Test
  void theHintOfAnAcceleratorStaysWhateverElseIsAsked() {
    ExtractFeatures plain =
        ExtractFeatures.of(
            () -> {
              throw new IllegalStateException("nobody is asked");
            },
            SamplePictures.besideTheirFile());
    ExtractFeatures hinted = plain.withAccelerator("type:a;count:1");
    assertTrue(plain.getResourceHints().hints().isEmpty(), "the first is as it was");
    for (ExtractFeatures one :
        new ExtractFeatures[] {
          hinted, hinted.withRows(), hinted.withKernels(KernelSelector.Choice.JAVA)
        }) {
      assertFalse(one.getResourceHints().hints().isEmpty());
    }
  }
}
