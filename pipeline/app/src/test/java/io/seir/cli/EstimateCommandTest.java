package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.journal.JournalFolder;
import io.seir.sample.JsonCoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of {@code generate} that say what a run will take. */
class EstimateCommandTest {
  private static final String RUN = "--turns=1 --depth=1 --seed=3 ";

  @TempDir Path folder;

  private static Ended generate(String options) {
    List<String> line = new ArrayList<>(List.of("generate"));
    line.addAll(List.of(options.split(" ")));
    return Ended.of(line.toArray(String[]::new));
  }

  private static JsonNode json(String options) throws Exception {
    Ended ended = generate(options + " --json");
    assertEquals(0, ended.code(), ended.err());
    return JsonCoder.mapper().readTree(ended.out().substring(ended.out().indexOf("{")));
  }

  private static long journaled(Path out) throws Exception {
    long[] calls = {0};
    new JournalFolder(out + "/journal")
        .open()
        .forEach(entry -> calls[0] += entry.outcome().usage().calls());
    return calls[0];
  }

  private static JsonNode run(Path out) throws Exception {
    return JsonCoder.mapper().readTree(out.resolve("run.json").toFile());
  }

  @Test
  void aSampleIsTheBeginningOfTheRunAndIsPaidForOnce() throws Exception {
    Path out = folder.resolve("out");
    JsonNode estimate = json(RUN + "--samples=14 --estimate-sample=10 --out=" + out);
    assertEquals("99 % prediction interval", estimate.path("range").asText());
    JsonNode calls = estimate.path("total").path("calls");
    long paid = journaled(out);
    assertEquals(10, run(out).path("asked").asInt());
    assertTrue(calls.path("low").asDouble() >= paid, "what is paid is known: " + estimate);
    Ended whole = generate(RUN + "--samples=14 --resume=always --out=" + out);
    assertEquals(0, whole.code(), whole.err());
    assertEquals(14, run(out).path("asked").asInt());
    long all = run(out).path("usage").path("calls").asLong();
    assertEquals(all, journaled(out), "no call was made twice");
    assertTrue(paid > 0 && paid < all);

    Path unmade = folder.resolve("unmade");
    JsonNode from = json(RUN + "--samples=1400 --estimate-from=" + out + " --out=" + unmade);
    assertFalse(Files.exists(unmade));
    assertEquals(all * 100.0, from.path("total").path("calls").path("mean").asDouble(), 0.5);
    assertEquals(1400, from.path("turns").path("mean").asInt());
    Ended people =
        generate(
            "--turns=1 --depth=1 --seed=4 --samples=1400 --language=English --estimate-from="
                + out);
    assertEquals(0, people.code(), people.err());
    for (String said :
        List.of(
            "Estimate for 1,400 dialogues: 1,400 turns",
            "from the 14 dialogues of " + out + "; 99 % range",
            "question   language",
            "judge      judge",
            "Certain bounds: at least 9,800 calls if every dialogue is finished, and at most"
                + " 39,200.")) {
      assertTrue(people.out().contains(said), people.out());
    }
    refused(
        "was made with imageDepth 1, not 2",
        "--turns=1 --image-depth=2 --depth=1 --estimate-from=" + out);
    refused("was made with judge repeats 1", RUN + "--no-judge --estimate-from=" + out);
    refused("contains no dialogues of 3 turns", "--turns=1-3 --depth=1 --estimate-from=" + out);
  }

  private static void refused(String said, String options) {
    Ended ended = generate(options);
    assertEquals(Seir.USAGE, ended.code(), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().contains(said), ended.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--estimate --estimate-sample=10 | give only one of --estimate, --estimate-from",
        "--json | --json works only with --estimate; leave it out",
        "--samples=20 --estimate-sample=9 | --estimate-sample must be a whole number from 10 to 20",
        "--samples=20 --estimate-sample=21 | --estimate-sample must be a whole number from 10 to"
            + " 20",
        "--samples=20 --estimate-sample=10 | --out is required",
        "--estimate-from=/does/not/exist | contains no finished run of ./seir generate",
        "--estimate --samples=0 | --samples must be a whole number",
        "--estimate --depth=99 | --depth must be",
        "--replay=x --estimate | --estimate works only with a run of its own, not with --replay"
      })
  void badUsageIsOneLine(String options, String said) {
    refused(said, options);
  }

  /** What is assumed is said, and the ends follow from the structure of the loop. */
  @Test
  void assumedMeansNeedNothingAndMakeNothing() throws Exception {
    Path models = folder.resolve("models.yaml");
    Files.writeString(
        models,
        """
        language: {provider: openai, baseUrl: "http://127.0.0.1:9/v1", model: a,
                   prices: {promptMillion: 1, completionMillion: 2}}
        image: {provider: openai, baseUrl: "http://127.0.0.1:9/v1", model: b}
        """);
    Path out = folder.resolve("out");
    String line = "--samples=100 --turns=2 --depth=3 --models=" + models + " --out=" + out;
    JsonNode estimate = json(line + " --estimate");
    assertFalse(Files.exists(out));
    assertEquals("assumed", estimate.path("range").asText());
    JsonNode calls = estimate.path("total").path("calls");
    // Per turn 7 at least; 8 + 8 + 11 + 1 at most, each twice.
    assertEquals(200 * 7, calls.path("least").asLong());
    assertEquals(200 * 28 * 2, calls.path("most").asLong());
    double before = 0;
    for (String end : List.of("least", "low", "mean", "high", "most")) {
      assertTrue(calls.path(end).asDouble() > before, estimate.toString());
      before = calls.path(end).asDouble();
    }
    // A critic who accepts half of all drafts: reviews 1 + 1/2 + 1/4 + 1/8, revisions one less.
    double text = 1 + 1.875 + 0.875;
    assertEquals(
        200 * text * 1.02,
        estimate
            .path("stages")
            .path("question")
            .path("language")
            .path("calls")
            .path("mean")
            .asDouble(),
        1);
    JsonNode language = estimate.path("stages").path("answer").path("language");
    assertEquals(
        language.path("promptTokens").path("mean").asDouble() / 1e6
            + 2 * language.path("completionTokens").path("mean").asDouble() / 1e6,
        language.path("cost").path("mean").asDouble(),
        1e-3);
    assertEquals("image", estimate.path("unknown").path("cost").path(0).asText());
    assertFalse(estimate.path("stages").path("image").path("image").has("cost"));
    JsonNode gated = json(line + " --accept its>=4 --estimate".replace(" its", "=its"));
    assertTrue(gated.path("dialogues").path("high").asLong() == 400, "4 × --samples at most");
    Ended table = generate(line + " --estimate");
    assertTrue(table.out().contains("image: no price given, so left out of the cost"), table.out());
    assertTrue(table.out().contains("assumed, not measured: half of the reviews"), table.out());
    assertFalse(generate(line + " --estimate --budget=1").out().contains("Budget"));
  }

  /** A budget is compared with the cost, if that is known. */
  @Test
  void aBudgetIsComparedWithTheCost() throws Exception {
    Path models = folder.resolve("models.yaml");
    Files.writeString(
        models,
        """
        language: {provider: openai, baseUrl: "http://127.0.0.1:9/v1", model: a,
                   prices: {promptMillion: 1, completionMillion: 2}}
        image: {provider: openai, baseUrl: "http://127.0.0.1:9/v1", model: b, prices: {image: 0.04}}
        """);
    String line = "--no-judge --samples=100 --models=" + models + " --estimate --budget=";
    JsonNode cost = json(line + 1).path("total").path("cost");
    double mean = cost.path("mean").asDouble();
    Map<Double, String> said =
        Map.of(
            cost.path("high").asDouble() + 1,
            "covers this run",
            mean * 1.01,
            "probably covers this run",
            mean * 0.995,
            "probably does not cover this run: it would be spent after about 99 dial",
            cost.path("low").asDouble() / 2,
            "does not cover this run: it would be spent after");
    for (Map.Entry<Double, String> one : said.entrySet()) {
      String out = generate(line + one.getKey()).out();
      assertTrue(out.lines().anyMatch(row -> fits(row, one.getValue())), one + out);
    }
    JsonNode half = json(line + mean / 2).path("budget");
    assertEquals(mean / 2, half.path("given").asDouble(), 1e-9);
    assertEquals(50, half.path("dialogues").asInt(), 1);
  }

  private static boolean fits(String row, String said) {
    return row.matches("Budget +[0-9,.]+ " + Pattern.quote(said) + ".*");
  }
}
