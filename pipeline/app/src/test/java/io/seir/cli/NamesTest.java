package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistyped options and runners: one line, the nearest name, and nothing begun. */
class NamesTest {
  private static final String HELP = " (see ./seir generate --help)\n";

  @TempDir Path folder;

  private String refused(String... words) {
    Path out = folder.resolve("out");
    String[] line = new String[words.length + 2];
    line[0] = "generate";
    line[1] = "--out=" + out;
    System.arraycopy(words, 0, line, 2, words.length);
    Ended ended = Ended.of(line);
    assertEquals(Seir.USAGE, ended.code(), ended.err());
    assertFalse(Files.exists(out), "nothing was begun");
    return ended.err();
  }

  @ParameterizedTest
  @CsvSource({
    "--sampels=3, --sampels, --samples",
    "--targetParalelism=4, --targetParalelism, --targetParallelism",
    "--tempLocaton=/tmp, --tempLocaton, --tempLocation",
    "--TARGETPARALLELISM=4, --TARGETPARALLELISM, --targetParallelism",
    "--jobname=x, --jobname, --jobName",
  })
  void theNearestOption(String given, String said, String meant) {
    assertEquals(
        "seir: unknown option '" + said + "'; did you mean " + meant + "?" + HELP, refused(given));
    assertEquals(
        "seir: unknown option '" + said + "'; did you mean " + meant + "?" + HELP,
        refused("--runner=DirectRunner", given));
  }

  @Test
  void noneIsNear() {
    assertEquals(
        "seir: unknown option '--wxyzwxyz'; a runner's own options need --runner=NAME" + HELP,
        refused("--wxyzwxyz=4"));
    assertEquals("seir: unexpected argument 'word'\n", refused("word"));
    assertEquals(
        "seir: unknown option '--wxyzwxyz'" + HELP, refused("--runner=direct", "--wxyzwxyz", "4"));
    assertEquals(
        "seir: Beam options need an equals sign before the value: --targetParallelism=4\n",
        refused("--targetParallelism", "4"));
  }

  @Test
  void theNearestRunner() {
    System.setProperty("seir.runners", "direct/pom.xml flink/pom.xml");
    try {
      assertEquals(
          "seir: unknown runner 'DirectRuner'; did you mean DirectRunner?\n",
          refused("--runner=DirectRuner"));
      assertEquals(
          "seir: unknown runner 'FlinkRuner'; did you mean FlinkRunner?\n",
          refused("--runner=FlinkRuner"));
      assertEquals(
          "seir: unknown runner 'flnk'; did you mean FlinkRunner?\n", refused("--runner", "flnk"));
      assertEquals(
          "seir: --runner FlinkRunner is not on the class path; start it with ./seir, which puts it"
              + " there\n",
          refused("--runner=flink"));
      assertEquals(
          "seir: unknown runner 'Sparkling'; there are DirectRunner, FlinkRunner\n",
          refused("--runner=Sparkling"));
    } finally {
      System.clearProperty("seir.runners");
    }
  }

  @Test
  void otherCommandsToo() {
    Ended ended = Ended.of("doctor", "--jsn");
    assertEquals(Seir.USAGE, ended.code());
    assertEquals(
        "seir: unknown option '--jsn'; did you mean --json? (see ./seir doctor --help)\n",
        ended.err());
    ended = Ended.of("doctor", "--tempLocaton=x");
    assertEquals(Seir.USAGE, ended.code());
    assertEquals(
        "seir: unknown option '--tempLocaton'; did you mean --tempLocation? (see ./seir doctor"
            + " --help)\n",
        ended.err());
    ended = Ended.of("doctor", "--lib", folder.toString());
    assertEquals(Seir.USAGE, ended.code());
    assertEquals(
        "seir: --lib works only with a runner whose workers have their own jars; leave it out\n",
        ended.err());
    ended = Ended.of("summary", "out", "--ful");
    assertEquals(Seir.USAGE, ended.code());
    assertEquals("seir: unknown option '--ful' (see ./seir summary --help)\n", ended.err());
  }
}
