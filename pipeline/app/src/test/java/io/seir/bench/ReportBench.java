package io.seir.bench;

import io.seir.cli.Ended;
import io.seir.report.page.Browser;
import io.seir.report.page.ReportPages;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * How long a report takes to be made and to be looked at, in a real Chromium: first view, filter,
 * sort, search. Prints a line a size.
 */
final class ReportBench {
  private ReportBench() {}

  public static void main(String[] args) throws Exception {
    System.out.printf(
        "%9s %8s %8s %8s %8s %8s %8s %9s%n",
        "dialogues", "made", "view", "filter", "sort", "feature", "words", "memory");
    for (String size : args.length == 0 ? new String[] {"1000", "100000"} : args) {
      one(Integer.parseInt(size));
    }
  }

  private static void one(int size) throws Exception {
    Path folder = Files.createTempDirectory("seir-report-bench");
    Path lines = lines(folder.resolve("lines.jsonl"), size);
    Path report = folder.resolve("report");
    long start = System.nanoTime();
    Ended ended = Ended.of("report", "--data=" + lines, "--out=" + report);
    if (ended.code() != 0) {
      throw new IllegalStateException(ended.err());
    }
    double made = (System.nanoTime() - start) / 1e9;
    try (Browser browser = Browser.start(1200, 900)) {
      browser.open(report.resolve(ReportPages.FIRST), "");
      browser.await(".figures", String.format(Locale.ROOT, "%,d dialogues", size));
      double view = number(browser, "performance.getEntriesByName('seir-shown')[0].startTime");
      browser.go("#/browse");
      browser.await(".found", String.format(Locale.ROOT, "%,d dialogues", size));
      double filter = found(browser, "#/browse?ITS>=4&ICC<=2");
      double sort = found(browser, "#/browse?sort=ITS&down=1");
      double feature = found(browser, "#/browse?sort=sharpness");
      double words = found(browser, "#/browse?q=number 77");
      double memory = number(browser, "performance.memory.usedJSHeapSize") / 1e6;
      System.out.printf(
          Locale.ROOT,
          "%,9d %6.1f s %5.0f ms %5.0f ms %5.0f ms %5.0f ms %5.0f ms %6.0f MB%n",
          size,
          made,
          view,
          filter,
          sort,
          feature,
          words,
          memory);
    }
  }

  private static double number(Browser browser, String what) {
    return ((Number) browser.run("return " + what)).doubleValue();
  }

  /** The milliseconds from the change of the address to the new cards. */
  private static double found(Browser browser, String address) throws InterruptedException {
    browser.run("performance.clearMeasures()");
    browser.go(address);
    while (number(browser, "performance.getEntriesByName('seir-found').length") == 0) {
      Thread.sleep(20);
    }
    return number(browser, "performance.getEntriesByName('seir-found')[0].duration");
  }

  private static Path lines(Path file, int size) throws IOException {
    Random random = new Random(1);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < size; i++) {
        out.write(
            String.format(
                Locale.ROOT,
                "{\"id\":\"b%d\",\"topic\":\"topic %d\",\"domain\":\"domain %d\",\"category\":\"category"
                    + " %d\",\"question\":\"What is number %d, and what does it look like?\",\"answer\":\"It"
                    + " is number %d of many, written for a look at the page.\",\"synjudge\":{\"TCC\":%d,"
                    + "\"ICC\":%d,\"IQ\":%d,\"ITS\":%d},\"features\":{\"sharpness\":%.4f,\"noise\":%.4f}}%n",
                i,
                i % 4000,
                i % 12,
                i % 60,
                i,
                i,
                random.nextInt(6),
                random.nextInt(6),
                random.nextInt(6),
                random.nextInt(6),
                1000 * random.nextDouble(),
                random.nextDouble()));
      }
    }
    return file;
  }
}
