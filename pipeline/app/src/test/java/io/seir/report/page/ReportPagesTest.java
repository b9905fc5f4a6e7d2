package io.seir.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.cli.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages in a real browser, from files, clicked and typed at. */
class ReportPagesTest {
  /** The width of a picture, once it is loaded; those far down the page wait to be looked at. */
  private static final String LOADED =
      "const image = arguments[0]; image.loading = 'eager';"
          + " return image.decode().then(() => image.naturalWidth);";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OTHERS = 60;

  @TempDir static Path folder;

  private static Path report;

  /** A run, the same at depth 0, and lines of others that mean harm. */
  @BeforeAll
  static void make() throws Exception {
    for (String depth : List.of("0", "2")) {
      done(
          "generate",
          "--samples=6",
          "--turns=2",
          "--seed=7",
          "--depth=" + depth,
          "--out=" + folder.resolve("k" + depth));
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < OTHERS; i++) {
      ObjectNode line = JSON.createObjectNode();
      line.put("id", "other-" + i).put("topic", "topic " + i).put("domain", i < 30 ? "one" : "two");
      line.put("category", "c" + i % 5).put("question", "Question " + i + "?");
      line.put("answer", "Answer " + i);
      line.putArray("labels").add(i % 6).add(3).add(3).add(3);
      line.putObject("synjudge").put("TCC", i % 6).put("ICC", 3).put("IQ", 3).put("ITS", 3);
      if (i == 0) {
        line.put("question", "<script>document.title='harm'</script><img src=x onerror=alert(1)>");
        line.put("answer", "\u202Eright to left\u202C javascript:alert(1) </script>");
        line.put("topic", "<b>bold</b>");
        line.putArray("flags").add("personal:email");
      }
      if (i == 1) {
        line.put("answer", "word ".repeat(20_000));
      }
      lines.add(line.toString());
    }
    Files.write(folder.resolve("others.jsonl"), lines);
    report = folder.resolve("report");
    done(
        "report",
        "--data=" + folder.resolve("k0"),
        "--data=" + folder.resolve("k2"),
        "--data=" + folder.resolve("others.jsonl"),
        "--title=All of it",
        "--out=" + report);
  }

  private static void done(String... command) {
    Ended ended = Ended.of(command);
    assertEquals(0, ended.code(), ended.err());
  }

  private static Path first() {
    return report.resolve(ReportPages.FIRST);
  }

  private static Browser browser() {
    if (Boolean.getBoolean("seir.requireBrowser")) {
      assertTrue(Browser.isHere(), "chromium and chromedriver are required, and not there");
    }
    assumeTrue(Browser.isHere(), "no chromium and chromedriver on this machine");
    return Browser.start(1200, 900);
  }

  private static void assertQuiet(Browser browser) throws IOException {
    assertQuiet(browser, report);
  }

  private static void assertQuiet(Browser browser, Path of) throws IOException {
    String root = of.toUri().toString();
    for (String address : browser.requests()) {
      assertTrue(
          address.startsWith(root) || address.equals("about:blank") || address.startsWith("data:,"),
          "no request leaves the folder: " + address);
    }
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void everythingCanBeFoundAndLookedAt() throws Exception {
    try (Browser browser = browser()) {
      browser.open(first(), "");
      browser.await("header", "All of it");
      browser.await(".figures", "72 dialogues");
      assertTrue(browser.all("figure canvas").size() >= 4, "a plot for each scale");
      browser.one("header nav a:nth-child(2)").click();
      browser.await(".found", "72 dialogues");
      assertEquals(24, browser.all(".card").size());

      // Facets, alone and together; the address is the state.
      choose(browser, "domain", "one");
      browser.await(".found", "30 dialogues");
      choose(browser, "category", "c3");
      browser.await(".found", "6 dialogues");
      type(browser, "TCC>", "3");
      browser.await(".found", "3 dialogues");
      String address = browser.address();
      browser.open(first(), "");
      browser.await(".figures", "dialogues");
      browser.go(address.substring(address.indexOf('#')));
      browser.await(".found", "3 dialogues");
      browser.go("#/browse?system=" + system("k2"));
      browser.await(".found", "6 dialogues");
      browser.go("#/browse?stop=accepted");
      browser.await(".found", "dialogue");
      browser.go("#/browse?flag=0");
      browser.await(".found", "1 dialogue");
      type(browser, "TCC<", "5");
      browser.await(".found", "1 dialogue");

      // Words and order.
      browser.go("#/browse");
      browser.await(".found", "72 dialogues");
      browser.press(Keys.ESCAPE); // out of the field above
      browser.press("/");
      browser.press("Question 42");
      browser.press(Keys.ENTER);
      browser.await(".found", "1 dialogue");
      browser.await(".card", "Question 42?");
      browser.go("#/browse?sort=TCC&down=1&domain=" + domain("two"));
      browser.await(".card .scores", "TCC 5");
      assertTrue(browser.all(".card").get(0).getText().contains("TCC 5"));
      browser.go("#/browse?sort=TCC&domain=" + domain("two"));
      browser.await(".card.focused .scores", "TCC 0");
      browser.go("#/browse?sort=sharpness&down=1");
      browser.await(".found", "72 dialogues");
      browser.await(".card.focused", "s7-");
      assertQuiet(browser);
    }
  }

  private static int number(String dictionary, String word) throws IOException {
    String script = Files.readString(report.resolve("data/index.js"));
    JsonNode index =
        JSON.readTree(script.substring(script.indexOf('{'), script.lastIndexOf('}') + 1));
    int at = 0;
    for (JsonNode one : index.path("dictionaries").path(dictionary)) {
      if (one.asText().equals(word)) {
        return at;
      }
      at++;
    }
    throw new AssertionError(word + " is no " + dictionary);
  }

  private static int system(String name) throws IOException {
    return number("system", name);
  }

  private static int domain(String name) throws IOException {
    return number("domain", name);
  }

  private static void choose(Browser browser, String name, String text) {
    browser.all("select[name='" + name + "'] option").stream()
        .filter(option -> option.getText().equals(text))
        .findFirst()
        .orElseThrow()
        .click();
  }

  private static void type(Browser browser, String name, String text) {
    WebElement field = browser.one("input[name='" + name + "']");
    field.clear();
    field.sendKeys(text, Keys.ENTER);
  }

  @Test
  void aDialogueIsShownWholeAndBesideItsSibling() throws Exception {
    try (Browser browser = browser()) {
      browser.open(first(), "#/browse?system=" + system("k2"));
      browser.await(".found", "6 dialogues");
      browser.press("j");
      browser.press("j");
      browser.press("k");
      browser.press("x");
      browser.await(".found button", "Save 1 chosen ids");
      browser.press(Keys.ENTER);
      browser.await(".whole h1 .note", "s7-0000001");
      assertEquals(2, browser.all(".turn").size());
      browser.await(".round", "Round 0");
      browser.await(".round.chosen h4", "went on (accepted)");
      browser.await(".round", "objected");
      browser.await(".round", "rated");
      for (WebElement image : browser.all("img")) {
        assertTrue((Long) browser.run(LOADED, image) > 0);
        assertFalse(image.getDomAttribute("alt").isBlank());
      }
      browser.all("summary").stream()
          .filter(s -> s.getText().equals("features"))
          .findFirst()
          .orElseThrow()
          .click();
      browser.await("td", "sharpness");
      browser.all("summary").stream()
          .filter(s -> s.getText().equals("the line"))
          .findFirst()
          .orElseThrow()
          .click();
      browser.await("pre", "\"lineage\"");

      // The same dialogue at depth 0.
      browser.await("a", "beside k0").click();
      browser.await(".beside .whole:nth-child(2) h1 .note", "k0");
      assertEquals(2, browser.all(".beside .whole").size());

      // By keyboard to the neighbours and back to where one came from.
      browser.go("#/d/7");
      browser.await(".whole h1 .note", "s7-0000001");
      browser.press(Keys.ARROW_RIGHT);
      browser.await(".whole h1 .note", "s7-0000002");
      browser.press(Keys.ARROW_LEFT);
      browser.await(".whole h1 .note", "s7-0000001");
      browser.press(Keys.ESCAPE);
      browser.await(".found", "6 dialogues");
      browser.go("#/d/999");
      browser.await("main", "There is no such dialogue");
      assertQuiet(browser);
    }
  }

  @Test
  void scoresAreGivenByKeyboardAndKept() throws Exception {
    try (Browser browser = browser()) {
      browser.open(first(), "#/d/12");
      browser.await(".hand", "Your scores");
      browser.run("document.querySelector('.hand [tabindex]').focus()");
      for (String key : List.of("5", "4", "3", "2")) {
        browser.press(key);
      }
      browser.open(first(), "#/d/12");
      browser.await(".hand", "Your scores");
      assertEquals(4, browser.all(".hand button.on").size(), "kept over a new visit");
      assertEquals(
          "{\"model\":\"others\",\"id\":\"other-0/0\",\"human\":{\"TCC\":5,\"ICC\":4,\"IQ\":3,\"ITS\":2}}",
          browser.run("return handLines().join()"));
      assertQuiet(browser);
    }
  }

  /** Findings of commands are tables and plots, with the data that they are of. */
  @Test
  void resultsOfCommandsHaveTheirPages() throws Exception {
    Path ablation = folder.resolve("ablation");
    done("ablate", "--depths=0,1", "--samples=6", "--turns=1", "--seed=7", "--out=" + ablation);
    Path board = folder.resolve("board");
    done("judge", "--models=embedded", "--answers=" + folder.resolve("k2"), "--out=" + board);
    Path calibration = Files.createDirectories(folder.resolve("calibration"));
    Files.writeString(
        calibration.resolve("agreement.json"),
        """
        {"heldOut": {"judge": {"ITS": {"RMSE": {"value": 0.5, "low": 0.4, "high": 0.61}}}},
         "outOfDomain": {"system": {"strange": {"judge": {"ITS": {"RMSE": {"value": 1.25}}}}}}}
        """);
    Path pages = folder.resolve("results");
    done(
        "report",
        "--data=" + ablation,
        "--data=" + board,
        "--data=" + calibration,
        "--out=" + pages);
    try (Browser browser = browser()) {
      browser.open(pages.resolve(ReportPages.FIRST), "");
      browser.await(".figures", "18 dialogues");
      browser.await(".result", "Paired gains");
      browser.await(".result td", "0 → 1");
      browser.await(".result h2", "Leaderboard");
      browser.await(".result td", "k2");
      browser.await(".result h3", "On each system, when nothing was learnt from it");
      browser.await(".result td", "0.50 0.40 to 0.61");
      browser.await(".result td", "1.25");
      browser.go("#/d/0");
      browser.await("a", "beside depth-1").click();
      browser.await(".beside .whole:nth-child(2) h1 .note", "depth-1");
      assertEquals(List.of(), browser.complaints());
    }
  }

  @Test
  void diversityIsShownAsItsFileSays() throws Exception {
    JsonNode found = JSON.readTree(Files.readString(folder.resolve("k2/diversity.json")));
    JsonNode bleu = found.path("answers").path("selfBleu").path("value");
    try (Browser browser = browser()) {
      browser.open(first(), "");
      browser.await(".result h2", "Diversity k2");
      browser.await(".result td", String.format(Locale.ROOT, "%.3f", bleu.asDouble()));
      browser.await(".result td", "templates");
      browser.await(".result td", "lower");
      assertQuiet(browser);
    }
  }

  private static final int TURNS = 12;

  /** The run at depth 2 with its rows, and lines of which the second repeats the first. */
  private static Path mapped(String name, String... more) throws Exception {
    Path scored = folder.resolve("scored");
    if (!Files.exists(scored)) {
      done("score", "--no-ranks", "--data=" + folder.resolve("k2"), "--out=" + scored);
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ObjectNode line = JSON.createObjectNode();
        line.put("id", "twin-" + i).put("question", i < 2 ? "What is it?" : "What else is " + i);
        line.put("answer", i < 2 ? "A thing of beauty." : "Nothing like " + i);
        lines.add(line.toString());
      }
      Files.write(folder.resolve("twins.jsonl"), lines);
      done(
          "dedup", "--data=" + folder.resolve("twins.jsonl"), "--out=" + folder.resolve("repeats"));
    }
    Path pages = folder.resolve(name);
    List<String> command =
        new ArrayList<>(
            List.of(
                "report",
                "--data=" + folder.resolve("k2"),
                "--data=" + folder.resolve("twins.jsonl"),
                "--vectors=" + scored,
                "--duplicates=" + folder.resolve("repeats"),
                "--out=" + pages));
    command.addAll(List.of(more));
    done(command.toArray(String[]::new));
    return pages;
  }

  /** A point's place on the canvas, its row in the report and its turn. */
  private static double[] point(Browser browser, int number) {
    @SuppressWarnings("unchecked") // a script's list of numbers
    List<Number> found =
        (List<Number>)
            browser.run(
                "return seir.map('image').then(m => {"
                    + " const c = document.querySelector('.map canvas');"
                    + " const p = mapPlaces(m, c.clientWidth, c.clientHeight);"
                    + " const i = arguments[0]; return [p.x(i), p.y(i), m.row[i], m.turn[i]]; })",
                number);
    return found.stream().mapToDouble(Number::doubleValue).toArray();
  }

  /** What is painted at a place: red, green, blue, opacity. */
  private static Object painted(Browser browser, double x, double y) {
    return browser.run(
        "const c = document.querySelector('.map canvas');"
            + " const r = window.devicePixelRatio;"
            + " return [...c.getContext('2d').getImageData("
            + "   arguments[0] * r, arguments[1] * r, 1, 1).data].join(' ');",
        x,
        y);
  }

  @Test
  void theMapIsDrawnPointedAtFilteredAndOpened() throws Exception {
    Path pages = mapped("mapped");
    try (Browser browser = browser()) {
      browser.open(pages.resolve(ReportPages.FIRST), "");
      browser.await("header nav a", "Map").click();
      browser.await(".map canvas[data-drawn='" + TURNS + "']", "");
      browser.await(".found", "10 dialogues");
      double[] first = point(browser, 0);
      String colour = (String) painted(browser, first[0], first[1]);
      assertTrue(colour.endsWith(" 255"), "a point is painted: " + colour);

      // What is pointed at says what it is; a click opens it.
      WebElement canvas = browser.one(".map canvas");
      double[] second = point(browser, 3);
      browser.pointAt(canvas, second[0], second[1]);
      browser.await(".tip .note", "s7-0000001, turn 2");
      WebElement picture = browser.one(".tip img");
      assertTrue((Long) browser.run(LOADED, picture) > 0);
      assertTrue(browser.one(".tip").getText().contains(picture.getDomAttribute("alt")));
      browser.clickAt(canvas, second[0], second[1]);
      browser.await(".whole h1 .note", "s7-0000001");
      assertTrue(browser.address().endsWith("#/d/1/1"), browser.address());
      browser.press(Keys.ESCAPE);
      browser.await(".map canvas[data-drawn='" + TURNS + "']", "");

      // The filter of the browser is the map's, and a class is a filter.
      WebElement word = browser.all(".legend button").get(0);
      String domain = word.getText();
      word.click();
      browser.await("select[name=domain]", domain);
      WebElement status = browser.one(".found");
      int dialogues = Integer.parseInt(status.getText().split(" ")[0]);
      assertTrue(dialogues > 0 && dialogues < 6, status.getText());
      browser.await(".map canvas[data-drawn='" + 2 * dialogues + "']", "");
      browser.await(".map figcaption", 2 * dialogues + " points");
      browser.go("#/browse?view=map&q=no such words");
      browser.await(".map canvas[data-drawn='0']", "");
      String pale = (String) painted(browser, first[0], first[1]);
      assertFalse(pale.equals(colour), "points outside the filter are pale");
      choose(browser, "colour", "ITS");
      browser.go("#/browse?view=map&colour=ITS");
      browser.await(".legend", "ITS ");
      browser.await(".views a", "Cards").click();
      browser.await(".card.focused", "");
      assertQuiet(browser, pages);
    }
  }

  @Test
  void theMapIsGoneThroughByKeyboard() throws Exception {
    Path pages = mapped("mapped-by-keyboard");
    try (Browser browser = browser()) {
      browser.open(pages.resolve(ReportPages.FIRST), "#/browse?view=map");
      browser.await(".map canvas[data-drawn='" + TURNS + "']", "");
      browser.run("document.querySelector('.map canvas').focus()");
      browser.press(Keys.ARROW_RIGHT);
      String middle = browser.await(".tip .note", "s7-").getText();
      browser.press(Keys.ARROW_RIGHT);
      browser.press(Keys.ARROW_RIGHT);
      browser.press(Keys.ARROW_UP);
      browser.press(Keys.ARROW_DOWN);
      String other = browser.one(".tip .note").getText();
      assertFalse(other.equals(middle), "arrows go from point to point");
      double before = point(browser, 0)[0] - point(browser, 1)[0];
      browser.press("+");
      double after = point(browser, 0)[0] - point(browser, 1)[0];
      assertEquals(1.5, after / before, 1e-3, "plus zooms");
      browser.press("0");
      assertEquals(before, point(browser, 0)[0] - point(browser, 1)[0], 1e-3, "0 shows it whole");
      browser.press(Keys.ENTER);
      browser.await(".whole h1 .note", other.substring(0, other.indexOf(',')));
      assertQuiet(browser, pages);
    }
  }

  @Test
  void nearDuplicatesAreNamedLinkedAndFiltered() throws Exception {
    Path pages = mapped("with-duplicates", "--map=none");
    try (Browser browser = browser()) {
      browser.open(pages.resolve(ReportPages.FIRST), "#/browse");
      browser.await(".found", "10 dialogues");
      assertEquals(0, browser.all(".views").size(), "no map was asked for");
      choose(browser, "repeats", "has some");
      browser.await(".found", "2 dialogues");
      choose(browser, "repeats", "repeats another");
      browser.await(".found", "1 dialogue");
      browser.await(".card.focused .id", "twin-1");
      choose(browser, "repeats", "has none");
      browser.await(".found", "8 dialogues");
      browser.go("#/d/7");
      browser.await(".whole h1 .note", "twin-1");
      browser.await(".duplicates", "twin-0 (kept, side by side)");
      browser.await(".duplicates a", "twin-0").click();
      browser.await(".whole h1 .note", "twin-0");
      browser.await(".duplicates", "twin-1 (exact, side by side)");
      browser.await(".duplicates", "this one is kept");
      browser.await(".duplicates a", "side by side").click();
      browser.await(".beside .whole:nth-child(2) h1 .note", "twin-1");
      browser.go("#/d/6");
      browser.await(".duplicates a", "all of the cluster").click();
      browser.await(".found", "2 dialogues");
      browser.await(".found button", "Cluster 0 only").click();
      browser.await(".found", "10 dialogues");
      browser.go("#/d/8");
      browser.await(".whole h1 .note", "twin-2");
      assertEquals(0, browser.all(".duplicates").size());
      assertQuiet(browser, pages);
    }
  }

  /** Points can be told from the paper, and words beside them read, in light and dark. */
  @Test
  void theMapInTheLightInTheDarkAndNarrow() throws Exception {
    Path pages = mapped("mapped-dark");
    for (boolean dark : List.of(false, true)) {
      try (Browser browser = browser()) {
        browser.resize(420, 900);
        if (dark) {
          browser.dark();
        }
        browser.open(pages.resolve(ReportPages.FIRST), "#/browse?view=map");
        browser.await(".map canvas[data-drawn='" + TURNS + "']", "");
        browser.run("document.querySelector('.map canvas').focus()");
        browser.press(Keys.ARROW_RIGHT);
        browser.await(".tip .note", "s7-");
        assertTrue(
            (Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"));
        double words = ((Number) browser.run(CONTRAST)).doubleValue();
        assertTrue(words >= 4.5, "words: " + words);
        double points = ((Number) browser.run(COLOURS)).doubleValue();
        assertTrue(points >= 3, "points: " + points);
      }
    }
  }

  /** The least contrast of a point's colour with the paper, after WCAG. */
  private static final String COLOURS =
      """
      const probe = document.body.appendChild(document.createElement('i'));
      const light = (name) => {
        probe.style.color = `var(${name})`;
        const [r, g, b] = getComputedStyle(probe).color.match(/[0-9.]+/g).map(Number)
          .map((v) => v / 255)
          .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const paper = light('--paper');
      const names = ['--other', ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => '--m' + i),
        ...[0, 1, 2, 3, 4, 5].map((i) => '--s' + i)];
      return Math.min(...names.map(light).map((a) =>
        (Math.max(a, paper) + 0.05) / (Math.min(a, paper) + 0.05)));
      """;

  @Test
  void aMapIsTheSameEveryTimeAndWrongWishesAreRefused() throws Exception {
    Path a = mapped("map-a", "--map=answer,question", "--map-points=10", "--kernels=java");
    Path b = mapped("map-b", "--map=answer,question", "--map-points=10", "--kernels=java");
    assertEquals(
        -1, Files.mismatch(a.resolve("data/map-answer.js"), b.resolve("data/map-answer.js")));
    assertFalse(Files.exists(a.resolve("data/map-image.js")));
    String map = Files.readString(a.resolve("data/map-question.js"));
    assertTrue(map.contains("\"taken\":12,\"count\":10"), map.substring(0, 80));
    for (List<String> wrong :
        List.of(
            List.of("--map=pictures"),
            List.of("--map=none,image"),
            List.of("--map=image"),
            List.of("--map-points=3"),
            List.of("--vectors=" + folder.resolve("k0")),
            List.of("--duplicates=" + folder.resolve("k0")))) {
      List<String> command = new ArrayList<>(List.of("report", "--data=" + folder.resolve("k2")));
      command.addAll(wrong);
      command.add("--out=" + folder.resolve("refused"));
      Ended ended = Ended.of(command.toArray(String[]::new));
      assertEquals(2, ended.code(), wrong + ended.err());
      assertFalse(Files.exists(folder.resolve("refused")));
    }
    Ended apart =
        Ended.of(
            "report",
            "--data=" + folder.resolve("k0"),
            "--vectors=" + folder.resolve("scored"),
            "--out=" + folder.resolve("apart"));
    assertEquals(0, apart.code(), apart.err());
    assertTrue(apart.err().contains("no row of --vectors is of a dialogue"), apart.err());
  }

  /** What is in the data is text, whatever it pretends to be. */
  @Test
  void hostileTextsAreText() throws Exception {
    try (Browser browser = browser()) {
      browser.open(first(), "#/d/12");
      browser.await(".asked", "<script>document.title='harm'</script>");
      browser.await(".whole h1", "<b>bold</b>");
      assertEquals(0, browser.all(".whole script, .whole .asked img").size());
      assertTrue(((String) browser.run("return document.title")).startsWith("All of it"));
      browser.go("#/d/13");
      browser.await(".answered", "word word");
      assertTrue((Long) browser.run("return document.documentElement.scrollWidth") <= 1200);
      assertEquals(0, browser.all("a[href^='javascript']").size());
      assertQuiet(browser);
    }
  }

  /** Readable in the dark, and on a narrow screen without a sideways scroll. */
  @Test
  void darkAndNarrow() throws Exception {
    try (Browser browser = browser()) {
      browser.dark();
      browser.resize(420, 900);
      for (String page : List.of("#/", "#/browse", "#/d/7")) {
        browser.open(first(), page);
        browser.await("main", "");
        assertTrue(
            (Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"),
            page);
        double contrast = ((Number) browser.run(CONTRAST)).doubleValue();
        assertTrue(contrast >= 4.5, page + ": " + contrast);
      }
    }
  }

  /** The least contrast of any text that is shown, after WCAG. */
  private static final String CONTRAST =
      """
      const light = (c) => {
        const [r, g, b] = c.match(/[0-9.]+/g).map(Number).map((v) => v / 255)
          .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const behind = (e) => {
        for (; e; e = e.parentElement) {
          const c = getComputedStyle(e).backgroundColor;
          if (!c.endsWith(", 0)")) return c;
        }
        return 'rgb(255,255,255)';
      };
      let least = 21;
      for (const e of document.querySelectorAll('body *')) {
        const text = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
        if (!text || !e.offsetParent || e.disabled || e.tagName === 'OPTION') continue;
        const a = light(getComputedStyle(e).color);
        const b = light(behind(e));
        least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
      }
      return least;
      """;

  @Test
  void nothingIsWrittenOverAndNoPictureIsMissed() throws Exception {
    assertEquals(2, Ended.of("report", "--data=" + folder.resolve("k0"), "--out=" + report).code());
    long named;
    try (Stream<Path> files = Files.walk(report.resolve("images"))) {
      named = files.filter(Files::isRegularFile).count();
    }
    long made;
    try (Stream<Path> files =
        Stream.concat(
            Files.walk(folder.resolve("k0/images")), Files.walk(folder.resolve("k2/images")))) {
      made = files.filter(Files::isRegularFile).map(Path::getFileName).distinct().count();
    }
    assertEquals(made, named, "the pictures of all rounds are there");
  }
}
