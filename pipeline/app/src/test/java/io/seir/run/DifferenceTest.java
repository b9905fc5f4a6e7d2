package io.seir.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static SavedOptions call(Map<String, String> fingerprint, String... options) {
    TreeMap<String, String> arguments = new TreeMap<>();
    for (String option : options) {
      arguments.put(option, "");
    }
    return new SavedOptions(new TreeMap<>(fingerprint), arguments, 0);
  }

  private static Optional<String> told(
      Map<String, String> begun, Map<String, String> now, String... options) {
    return call(begun, options).difference(call(now, options));
  }

  private static Map<String, String> depths(int question, int answer, int image) {
    return Map.of(
        "questionDepth", question + "", "answerDepth", answer + "", "imageDepth", image + "");
  }

  @Test
  void depthsAreToldByTheOptionThatSetsThem() {
    assertEquals(
        Optional.of("--depth was 2, now 3"), told(depths(2, 2, 2), depths(3, 3, 3), "--depth"));
    assertEquals(Optional.of("--depth was 3, now 1"), told(depths(3, 3, 3), depths(1, 1, 1)));
    assertEquals(
        Optional.of("--image-depth was 2, now 1"),
        told(depths(2, 2, 2), depths(2, 2, 1), "--depth", "--image-depth"));
  }

  @Test
  void otherDifferencesAreToldInTheWordsOfTheCommandLine() {
    assertEquals(
        Optional.of("--turns was 2, now 1-3"),
        told(Map.of("turns", "2-2"), Map.of("turns", "1-3")));
    assertEquals(
        Optional.of("--select was best, now last"),
        told(Map.of("select", "BEST"), Map.of("select", "LAST")));
    assertEquals(
        Optional.of("--history-images was 1, now 2"),
        told(Map.of("historyImages", "1"), Map.of("historyImages", "2")));
    assertEquals(
        Optional.of("--accept was not given, now its>=4"),
        told(Map.of(), Map.of("accept", "its>=4")));
    assertEquals(
        Optional.of("the judge model in --models was a, now b"),
        told(Map.of("models.judge", "a"), Map.of("models.judge", "b")));
    assertEquals(
        Optional.of("judge.txt of --prompts was not given, now c"),
        told(Map.of(), Map.of("prompts.judge.txt", "c")));
  }

  @Test
  void moreSamplesAreNoDifferenceAndFewerAre() {
    assertEquals(Optional.empty(), told(Map.of("samples", "5"), Map.of("samples", "9")));
    assertEquals(
        Optional.of("--samples was 9, now 5"),
        told(Map.of("samples", "9"), Map.of("samples", "5")));
  }
}
