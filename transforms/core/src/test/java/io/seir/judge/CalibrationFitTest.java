package io.seir.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.sample.Features;
import io.seir.sample.JudgeDimension;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationFitTest {
  @Test
  void itemsOfEqualScoreAreOnePool() {
    Curve steps =
        CalibrationFit.isotonic(
            new double[] {3, 3, 3, 4, 4, 4, 5}, new double[] {2, 3, 4, 3, 4, 5, 3.5});
    assertArrayEquals(new double[] {3, 17 / 4.0}, steps.x(), 1e-12);
    assertArrayEquals(new double[] {3, 15.5 / 4}, steps.y(), 1e-12);
  }

  /** What is absent is neither 0 nor anything else: it takes no part. */
  @Test
  void anAbsentFeatureCountsForNothing() {
    int n = 200;
    double[][] features = new double[n][];
    double[] truth = new double[n];
    int[] groups = new int[n];
    for (int i = 0; i < n; i++) {
      double x = i % 10;
      features[i] = new double[] {x, i % 3 == 0 ? Double.NaN : x + 100};
      truth[i] = x / 2;
      groups[i] = i;
    }
    ScaleModel model = CalibrationFit.fit(features, truth, groups);
    assertEquals(2, model.predict(new double[] {4, 104}), 0.1);
    assertEquals(
        model.linear().of(new double[] {4, model.linear().means()[1]}),
        model.linear().of(new double[] {4, Double.NaN}),
        1e-12);
    assertTrue(model.linear().means()[1] > 100, "zeros have no part in the mean");
  }

  /** A calibration written by the first version, in which absent features were 0. */
  @Test
  void anEarlierCalibrationIsReadAsItWasMeant() {
    String scale =
        "{\"method\":\"ridge\",\"lambda\":1,\"means\":[0.5],\"deviations\":[0.5],"
            + "\"weights\":[1],\"intercept\":2,\"from\":[],\"to\":[],\"error\":0.3,"
            + "\"at\":[],\"errors\":[]}";
    String json =
        ("{\"on\":\"features\",\"encoder\":\"e\",\"truth\":\"human\",\"items\":40,"
                + "\"inputs\":[\"answerImage\"],\"scales\":{\"TCC\":S,\"ICC\":S,\"IQ\":S,"
                + "\"ITS\":S}}")
            .replace("S,", scale + ",")
            .replace("S}", scale + "}");
    Calibration earlier = Calibration.parse(json);
    assertEquals(
        1, earlier.predict(Features.of(Map.of())).get(JudgeDimension.ITS), 1e-9, "0 is meant");
    Calibration now =
        new Calibration(
            earlier.on(),
            earlier.encoder(),
            earlier.truth(),
            earlier.items(),
            earlier.inputs(),
            Calibration.Absent.MEAN,
            earlier.scales());
    assertEquals(2, now.predict(Features.of(Map.of())).get(JudgeDimension.ITS), 1e-9, "the mean");
  }
}
