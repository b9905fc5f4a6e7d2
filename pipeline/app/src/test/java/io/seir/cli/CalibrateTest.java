package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.InputException;
import io.seir.input.QuestionSet;
import io.seir.input.RatedItems;
import io.seir.input.TopicsFile;
import io.seir.judge.Agreement;
import io.seir.judge.CalibrationFit;
import io.seir.judge.ScaleModel;
import io.seir.report.AgreementReport;
import io.seir.report.Interval;
import io.seir.sample.JudgeDimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NOISE = 0.4;

  @TempDir Path folder;

  /** A scale that people follow: a curve of two features; a third says nothing. */
  private static double truth(double[] x) {
    return 2.5 + 1.2 * Math.tanh(x[0] + 0.5 * x[1]);
  }

  private static double[] item(Random random) {
    return new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
  }

  /**
   * Two raters with known noise, 200 times: the interval of the held-out error must hold the true
   * error of the calibration about as often as it says, and the calibration must find the curve.
   */
  @Test
  void theIntervalsHoldTheTruth() {
    int seeds = 200;
    int held = 0;
    double missed = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Random random = new Random(seed);
      int n = 150;
      double[][] x = new double[2 * n][];
      double[] y = new double[2 * n];
      for (int i = 0; i < x.length; i++) {
        x[i] = item(random);
        y[i] = truth(x[i]) + NOISE * (random.nextGaussian() + random.nextGaussian()) / 2; // of two
      }
      int[] each = java.util.stream.IntStream.range(0, n).toArray();
      ScaleModel model =
          CalibrationFit.fit(java.util.Arrays.copyOf(x, n), java.util.Arrays.copyOf(y, n), each);
      double[] predicted = new double[n];
      double[] real = new double[n];
      for (int i = 0; i < n; i++) {
        predicted[i] = model.predict(x[n + i]);
        real[i] = y[n + i];
      }
      Interval interval =
          AgreementReport.interval(
              Agreement.Measure.RMSE, new AgreementReport.Pairs(predicted, real), each);
      double squares = 0;
      int fresh = 4000;
      for (int i = 0; i < fresh; i++) {
        double[] one = item(random);
        double miss = model.predict(one) - truth(one);
        squares += miss * miss / fresh;
      }
      missed += Math.sqrt(squares) / seeds;
      double error = Math.sqrt(squares + NOISE * NOISE / 2);
      held += interval.low() <= error && error <= interval.high() ? 1 : 0;
    }
    assertTrue(held >= 0.88 * seeds && held <= 0.995 * seeds, held + " of " + seeds);
    assertTrue(missed < 0.15, "the curve is missed by " + missed);
  }

  private Path items(int n, boolean constant) throws IOException {
    Random random = new Random(n);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] x = item(random);
      ObjectNode line = JSON.createObjectNode();
      line.put("id", "i" + i);
      line.putObject("features").put("a", x[0]).put("b", x[1]).put("c", x[2]);
      ObjectNode judge = line.putObject("synjudge");
      ArrayNode raters = line.putArray("human");
      for (int rater = 0; rater < 3; rater++) {
        ArrayNode scores = raters.addArray();
        for (JudgeDimension dimension : JudgeDimension.values()) {
          double score = constant ? 3 : truth(x) + NOISE * random.nextGaussian();
          scores.add(Math.max(0, Math.min(5, (int) Math.round(score))));
          judge.put(dimension.name(), Math.max(0, Math.min(5, truth(x) / 2)));
        }
      }
      lines.add(line.toString());
    }
    return Files.write(folder.resolve("items" + n + constant + ".jsonl"), lines);
  }

  private Ended calibrate(Path items, String out, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of("calibrate", "--items", items.toString(), "--out", folder + "/" + out));
    line.addAll(List.of(more));
    return Ended.of(line.toArray(String[]::new));
  }

  @Test
  void featuresAndScoresAreCalibrated() throws Exception {
    Path items = items(300, false);
    for (String on : List.of("features", "scores")) {
      Ended ended = calibrate(items, on, "--on", on);
      assertEquals(0, ended.code(), ended.err());
      JsonNode report =
          JSON.readTree(folder.resolve(on).resolve("agreement.json").toFile()).path("heldOut");
      double calibrated =
          report.path("calibrated").path("ITS").path("RMSE").path("value").asDouble();
      assertTrue(calibrated < 0.45, on + ": " + calibrated);
      double raw = report.path("judge").path("ITS").path("RMSE").path("value").asDouble();
      assertTrue(raw > 1, "half the scale is far off: " + raw);
      assertTrue(
          report.path("calibrated").path("TCC").path("SPEARMAN").path("low").asDouble() > 0.7);
      assertTrue(Files.exists(folder.resolve(on).resolve("agreement.png")));
    }
    double alpha =
        JSON.readTree(folder.resolve("scores/agreement.json").toFile())
            .path("raters")
            .path("TCC")
            .path("KRIPPENDORFF_ALPHA")
            .path("value")
            .asDouble();
    assertTrue(alpha > 0.5 && alpha < 0.95, "raters agree, but not wholly: " + alpha);
    assertEquals(Seir.USAGE, calibrate(items, "scores").code(), "nothing is written over");
  }

  /** How well scores hold for a system, and a domain, of which nothing was learnt. */
  @Test
  void agreementOutOfDomainIsReported() throws Exception {
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(items(300, false))) {
      ObjectNode item = (ObjectNode) JSON.readTree(line);
      item.put("model", number % 2 == 0 ? "mild" : "plain");
      item.put("domain", number % 3 == 0 ? "nature" : "history");
      if (number++ % 2 == 0) { // people see more in this system than its features tell
        for (JsonNode rater : item.path("human")) {
          for (int d = 0; d < 4; d++) {
            ((ArrayNode) rater)
                .set(d, JSON.getNodeFactory().numberNode(Math.min(5, rater.get(d).asInt() + 1)));
          }
        }
      }
      lines.add(item.toString());
    }
    Path items = Files.write(folder.resolve("outside.jsonl"), lines);
    Ended ended = calibrate(items, "outside", "--on", "features");
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("each system if learnt only from the others"), ended.out());
    JsonNode report = JSON.readTree(folder.resolve("outside/agreement.json").toFile());
    JsonNode outside = report.path("outOfDomain");
    assertEquals(Set.of("system", "domain"), Set.copyOf(names(outside)));
    double strange =
        outside
            .path("system")
            .path("mild")
            .path("calibrated on the others")
            .path("TCC")
            .path("RMSE")
            .path("value")
            .asDouble();
    double known =
        report.path("heldOut").path("calibrated").path("TCC").path("RMSE").path("value").asDouble();
    assertTrue(strange > known + 0.15, strange + " for a stranger, " + known + " for those known");
    JsonNode nature =
        outside.path("domain").path("nature").path("calibrated on the others").path("TCC");
    assertTrue(nature.path("RMSE").path("value").asDouble() < known + 0.15, nature.toString());
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Two systems that answered the same questions are two items each, of one group. */
  @Test
  void itemsAreJoinedBySystemAndId() throws Exception {
    Path scored = folder.resolve("scored.jsonl");
    Path human = folder.resolve("human.jsonl");
    Files.writeString(
        scored,
        """
        {"id": "q1", "model": "a", "features": {"x": 1}}
        {"id": "q1", "model": "b", "features": {"x": 2}}
        {"id": "q2", "model": "b", "features": {"x": 3}, "fault": "picture_missing"}
        """);
    Files.writeString(
        human,
        """
        \uFEFF{"id": "q1", "model": "b", "human": [1, 1, 1, 1]}
        {"id": "q1", "model": "a", "human": [4, 4, 4, 4]}
        {"id": "q2", "human": [5, 5, 5, 5]}
        """);
    List<RatedItems.Item> items = RatedItems.read(List.of(scored, human));
    assertEquals(3, items.size());
    RatedItems.Item a =
        items.stream().filter(i -> i.features().containsValue(1.0)).findFirst().orElseThrow();
    RatedItems.Item b =
        items.stream().filter(i -> i.features().containsValue(2.0)).findFirst().orElseThrow();
    assertEquals(4, a.human().get(JudgeDimension.TCC)[0]);
    assertEquals(1, b.human().get(JudgeDimension.TCC)[0]);
    assertEquals(a.group(), b.group());
    assertTrue(items.stream().noneMatch(i -> i.features().containsValue(3.0)), "not to be read");
    Files.writeString(human, "{\"id\": \"q1\", \"model\": \"a\", \"features\": {\"x\": 9}}\n");
    Ended twice = calibrate(scored, "twice", "--items", human.toString());
    assertTrue(twice.err().contains("two different values of 'features'"), twice.err());
  }

  /** Whose answer a score is of is not guessed. */
  @Test
  void scoresWithoutASystemAreRefusedWhereSeveralHaveTheItem() throws Exception {
    Path scored = folder.resolve("scored.jsonl");
    List<String> features = new ArrayList<>();
    List<String> human = new ArrayList<>();
    for (String line : Files.readAllLines(items(90, false))) {
      ObjectNode item = (ObjectNode) JSON.readTree(line);
      for (String system : List.of("a", "b")) {
        ObjectNode known = item.deepCopy();
        known.remove("human");
        features.add(known.put("model", system).toString());
      }
      human.add(item.remove(List.of("features", "synjudge")).toString());
    }
    Files.write(scored, features);
    Path people = Files.write(folder.resolve("people.jsonl"), human);
    String[] joined = {"--items", people.toString()};
    Ended refused = calibrate(scored, "guessed", joined);
    assertEquals(Seir.USAGE, refused.code());
    assertEquals(1, refused.err().lines().count(), refused.err());
    assertTrue(
        refused
            .err()
            .contains(
                "--items: lines without \"model\" give \"human\" for 'i0', 'i1', 'i10', 'i11',"
                    + " 'i12' and 85 more, which 2 systems answered (a, b); add \"model\" to these"
                    + " lines, or apply them to every system with --all-systems"),
        refused.err());
    assertFalse(Files.exists(folder.resolve("guessed")));
    Ended asked = calibrate(scored, "asked", "--on=scores", "--all-systems", joined[0], joined[1]);
    assertEquals(0, asked.code(), asked.err());
    JsonNode report = JSON.readTree(folder.resolve("asked/agreement.json").toFile());
    assertEquals(Set.of("a", "b"), Set.copyOf(names(report.path("outOfDomain").path("system"))));
  }

  /** Which of the lines that are joined leave open whose they are. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'q','model':'a',F} {'id':'q','human':H} | fine",
        "{'id':'q','model':'a',F} {'id':'r','model':'b',F} {'id':'q','human':H} | fine",
        "{'id':'q',F} {'id':'q','human':H} | fine",
        "{'id':'q','model':'a',F} {'id':'q','model':'b',F} {'id':'q','model':'b','human':H} | fine",
        "{'id':'q','model':'a',F} {'id':'q','model':'b',F} {'id':'q','human':H} | 'human' for 'q'",
        "{'id':'q','model':'a','human':H} {'id':'q','model':'b','human':H} {'id':'q',F} |"
            + " 'features'",
        "{'id':'d','model':'a','conversations':[],'features':[{'x':1},{'x':2}]}"
            + " {'id':'d','model':'b','conversations':[],'features':[{'x':1},{'x':2}]}"
            + " {'id':'d/1','human':H} | 'human' for 'd/1', which 2 systems answered (a, b)"
      })
  void whoseScoresTheyAreMustBeClear(String lines, String said) throws Exception {
    Path file = folder.resolve("lines.jsonl");
    Files.writeString(
        file,
        lines
            .replace("F}", "'features':{'x':1}}")
            .replace("H}", "[1,2,3,4]}")
            .replace("} {", "}\n{")
            .replace('\'', '"'));
    if (said.equals("fine")) {
      assertFalse(RatedItems.readOfOneSystemEach(List.of(file)).isEmpty());
    } else {
      InputException refused =
          assertThrows(InputException.class, () -> RatedItems.readOfOneSystemEach(List.of(file)));
      assertTrue(refused.getMessage().replace('"', '\'').contains(said), refused.getMessage());
    }
    assertFalse(RatedItems.read(List.of(file)).isEmpty(), "taken for all where that is asked for");
  }

  @Test
  void anOutFolderThatCannotBeWrittenIsOneLine() throws Exception {
    Path items = items(300, false);
    Path file = Files.writeString(folder.resolve("file"), "x");
    for (String out : List.of("file", "file/below")) {
      Ended ended = calibrate(items, out);
      assertEquals(Seir.USAGE, ended.code(), ended.err());
      assertEquals(1, ended.err().lines().count(), ended.err());
      assertTrue(ended.err().startsWith("seir: --out " + folder.resolve(out)), ended.err());
    }
    assertEquals("x", Files.readString(file));
    Path locked = Files.createDirectory(folder.resolve("locked"));
    locked.toFile().setWritable(false);
    assumeFalse(Files.isWritable(locked), "root may write everywhere");
    Ended ended = calibrate(items, "locked");
    assertEquals(Seir.USAGE, ended.code(), ended.err());
    assertEquals(
        "seir: --out " + locked + " is not writable; choose another folder\n", ended.err());
    ended = calibrate(items, "locked/below");
    assertEquals(Seir.USAGE, ended.code(), ended.err());
    assertTrue(ended.err().contains("cannot be created in " + locked + "; choose"), ended.err());
  }

  @Test
  void tooFewOrConstantItemsAreRefusedWithTheReason() throws Exception {
    Ended few = calibrate(items(30, false), "few");
    assertEquals(Seir.USAGE, few.code());
    assertTrue(few.err().contains("too few"), few.err());
    Ended constant = calibrate(items(200, true), "constant");
    assertEquals(Seir.USAGE, constant.code());
    assertTrue(constant.err().contains("same score"), constant.err());
    Files.writeString(folder.resolve("none.jsonl"), "{\"id\": \"a\", \"human\": [1, 2, 3, 4]}\n");
    Ended none = calibrate(folder.resolve("none.jsonl"), "none");
    assertTrue(none.err().contains("none of 1 items has both features"), none.err());
    Files.writeString(folder.resolve("off.jsonl"), "{\"id\": \"a\", \"human\": [1, 2, 3, 9]}\n");
    assertTrue(calibrate(folder.resolve("off.jsonl"), "off").err().contains("is 9.0, not 0 to 5"));
    assertFalse(Files.exists(folder.resolve("few")));
  }

  @Test
  void agreementIsAsTheBooksSay() {
    double[] a = {1, 2, 3, 4, 5};
    double[] b = {1, 2, 3, 5, 3};
    assertEquals(1, Agreement.of(Agreement.Measure.RMSE, a, b), 1e-12); // √((1 + 4) / 5)
    assertEquals(0.6, Agreement.of(Agreement.Measure.MAE, a, b), 1e-12);
    assertEquals(0.8, Agreement.of(Agreement.Measure.WITHIN_1, a, b), 1e-12);
    assertEquals(1, Agreement.of(Agreement.Measure.QUADRATIC_KAPPA, a, a), 1e-12);
    assertEquals(1, Agreement.of(Agreement.Measure.KENDALL, a, a), 1e-12);
    assertTrue(Double.isNaN(Agreement.of(Agreement.Measure.PEARSON, a, new double[5])));
    // Krippendorff's own example of interval data (2011), whose alpha is 0.849.
    double[][] units = {
      {1, 1, 1},
      {2, 2, 3, 2},
      {3, 3, 3, 3},
      {3, 3, 3, 3},
      {2, 2, 2, 2},
      {1, 2, 3, 4},
      {4, 4, 4, 4},
      {1, 1, 2, 1},
      {2, 2, 2, 2},
      {5, 5, 5},
      {1, 1},
      {3}
    };
    assertEquals(0.849, Agreement.alpha(List.of(units)), 5e-4);
  }

  @Test
  void theQuestionSetIsLargeAndDistinct() throws Exception {
    Set<String> questions = new HashSet<>();
    Set<String> categories = new HashSet<>();
    for (String line : QuestionSet.shipped()) {
      JsonNode row = JSON.readTree(line);
      questions.add(row.path("question").asText());
      categories.add(row.path("domain").asText() + "/" + row.path("category").asText());
    }
    assertTrue(questions.size() >= 500, questions.size() + " questions");
    assertEquals(QuestionSet.shipped().size(), questions.size());
    Set<String> all = new HashSet<>();
    TopicsFile.shipped()
        .forEach(
            topic -> all.add(topic.domain().orElseThrow() + "/" + topic.category().orElseThrow()));
    assertEquals(all, categories, "every category of the shipped topics");
    assertEquals(50, QuestionSet.shipped(50).size());
  }

  /** People call a turn id/turn, or a dialogue of one turn by its id. */
  @Test
  void scoresOfPeopleAreJoinedByTurn() throws Exception {
    Path features = folder.resolve("features.jsonl");
    Files.writeString(
        features,
        """
        {"id":"two","model":"m","conversations":[],"features":[{"a":1},{"a":2}]}
        {"id":"one","model":"m","conversations":[],"features":[{"a":3}]}
        {"id":"doc/7","model":"m","features":{"a":4}}
        """);
    Path human = folder.resolve("human.jsonl");
    Files.writeString(
        human,
        """
        {"id":"two/1","human":{"TCC":1,"ICC":1,"IQ":1,"ITS":1}}
        {"id":"one","human":[2,2,2,2]}
        {"id":"doc/7","human":[[3,3,3,3],[5,5,5,5]]}
        """);
    List<RatedItems.Item> items = RatedItems.read(List.of(features, human));
    assertEquals(
        List.of("m doc/7", "m one/0", "m two/0", "m two/1"),
        items.stream().map(RatedItems.Item::id).toList());
    assertEquals(
        List.of(2, 1, 0, 1),
        items.stream()
            .map(item -> item.human().isEmpty() ? 0 : item.human().get(JudgeDimension.TCC).length)
            .toList());
    Files.writeString( // the names under which labels by the paper's rubric are published
        human,
        """
        {"id":"one","human":{"Text Response Quality":1,"Image Content Quality":2,\
        "Image Aesthetic Quality":3,"Text-Image Synergy":4}}
        """);
    Map<JudgeDimension, double[]> published =
        RatedItems.read(List.of(features, human)).stream()
            .filter(item -> item.id().equals("m one/0"))
            .findFirst()
            .orElseThrow()
            .human();
    assertEquals(3, published.get(JudgeDimension.IQ)[0]);
    assertEquals(4, published.get(JudgeDimension.ITS)[0]);
    for (String bad : List.of("[1,2,3]", "{\"taste\":3}", "\"good\"", "[1,2,3,\"x\"]")) {
      Files.writeString(human, "{\"id\":\"one\",\"human\":" + bad + "}");
      InputException refused =
          assertThrows(InputException.class, () -> RatedItems.read(List.of(features, human)));
      assertTrue(refused.getMessage().contains("m one/0"), refused.getMessage());
    }
  }
}
