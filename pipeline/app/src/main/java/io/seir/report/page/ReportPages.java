package io.seir.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.SamplePictures;
import io.seir.data.SampleLine;
import io.seir.sample.Assessment;
import io.seir.sample.Feature;
import io.seir.sample.ImageRef;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Refinement;
import io.seir.sample.Sample;
import io.seir.sample.StopReason;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the pages of a report, one dialogue after the other: columns of numbers for all, which are
 * read at once; cards by the thousand and whole dialogues by the hundred, which are read when they
 * are looked at; and their pictures by hash. Everything is a script or a picture, since a page from
 * a file may read nothing else.
 */
public final class ReportPages {
  /** The page that is opened. */
  public static final String FIRST = "index.html";

  private static final int CARDS = 1000;
  private static final int DETAILS = 100;
  private static final int MOST_OF_TEXT = 1000;
  private static final int MOST_OF_TURN = 300;
  private static final int MOST_FLAGS = 15;
  private static final int NO_LINEAGE = 65_535;
  private static final String DATA = "data/";

  private static final List<String> APP =
      List.of(
          "data.js",
          "parts.js",
          "overview.js",
          "results.js",
          "map.js",
          "browse.js",
          "dialogue.js",
          "app.js",
          "app.css");

  /** A script of others: its artifact and its path therein. */
  private static final Map<String, String> VENDOR =
      Map.of(
          "dist/preact.min.umd.js", "preact",
          "hooks/dist/hooks.umd.js", "preact",
          "dist/uPlot.iife.min.js", "uplot",
          "dist/uPlot.min.css", "uplot");

  private final Path out;
  private final ReportPictures pictures;
  private final ReportClusters clusters;
  private final ReportMaps maps;
  private final SampleRows samples = new SampleRows();
  private final Columns columns = new Columns();
  private final Columns features = new Columns();
  private final Words domains = new Words();
  private final Words categories = new Words();
  private final Words systems = new Words();
  private final Words flags = new Words();
  private final List<Long> flagCounts = new ArrayList<>();
  private final StringBuilder ids = new StringBuilder();
  private ArrayNode cards = JsonCoder.mapper().createArrayNode();
  private ArrayNode details = JsonCoder.mapper().createArrayNode();
  private int rows;
  private long turns;
  private long shown;
  private boolean lineage;
  private ArrayNode drawn = JsonCoder.mapper().createArrayNode();

  /**
   * Begins a report.
   *
   * @param out its folder
   * @param pictures where the pictures of the samples are
   * @param clusters of near-duplicates
   * @param maps to draw when all dialogues are known
   */
  public ReportPages(Path out, SamplePictures pictures, ReportClusters clusters, ReportMaps maps) {
    this.out = out;
    this.pictures = new ReportPictures(out, pictures);
    this.clusters = clusters;
    this.maps = maps;
  }

  /** Dialogues so far. */
  public int dialogues() {
    return rows;
  }

  /** Whether there is a map, once the report is finished. */
  public boolean hasMap() {
    return !drawn.isEmpty();
  }

  /** Adds a dialogue. */
  public void add(Sample sample) throws IOException {
    int row = rows++;
    ids.append(row == 0 ? "" : "\n").append(sample.id().replace('\n', ' '));
    columns.whole("domain", row, domains.number(sample.topic().flatMap(Topic::domain).orElse("")));
    columns.whole(
        "category", row, categories.number(sample.topic().flatMap(Topic::category).orElse("")));
    columns.whole("system", row, systems.number(sample.system().orElse("")));
    columns.whole("turns", row, sample.turns().size());
    turns += sample.turns().size();
    samples.put(sample, row);
    cluster(row, sample);
    scores(row, sample);
    rounds(row, sample);
    flags(row, sample);
    features(row, sample);
    Map<String, String> named = pictures.of(sample);
    cards.add(card(sample, named));
    details.add(detail(sample, named));
    if (cards.size() == CARDS) {
      flushCards();
    }
    if (details.size() == DETAILS) {
      flushDetails();
    }
  }

  private void cluster(int row, Sample sample) {
    @Nullable Integer cluster = clusters.of(sample);
    if (cluster != null) {
      columns.number("cluster", row, cluster);
      columns.whole("repeats", row, clusters.isKept(sample, cluster) ? 0 : 1);
    }
  }

  private void scores(int row, Sample sample) {
    Map<JudgeDimension, List<Double>> found = new EnumMap<>(JudgeDimension.class);
    for (Turn turn : sample.turns()) {
      if (turn.verdict().orElse(null) instanceof Verdict.Scored scored) {
        scored
            .expected()
            .forEach(
                (scale, score) -> found.computeIfAbsent(scale, s -> new ArrayList<>()).add(score));
      }
    }
    for (JudgeDimension scale : JudgeDimension.values()) {
      columns.number(scale.name(), row, mean(found.getOrDefault(scale, List.of())));
    }
    List<Double> judged = new ArrayList<>();
    found.values().forEach(judged::addAll);
    List<Double> rated = new ArrayList<>();
    sample.turns().stream()
        .flatMap(turn -> turn.lineage().stream())
        .filter(made -> !made.stage().equals("question"))
        .map(made -> made.rounds().get(made.chosen()).assessment().selectionScore())
        .forEach(score -> score.ifPresent(rated::add));
    columns.number("disagreement", row, Math.abs(mean(judged) - mean(rated)));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
  }

  private void rounds(int row, Sample sample) {
    List<Double> gains = new ArrayList<>();
    int count = 0;
    int open = 0;
    boolean any = false;
    for (Turn turn : sample.turns()) {
      for (Refinement made : turn.lineage()) {
        any = true;
        count += made.rounds().size();
        open += made.stop() == StopReason.ACCEPTED ? 0 : 1;
        Assessment first = made.rounds().get(0).assessment();
        Assessment last = made.rounds().get(made.chosen()).assessment();
        if (first.selectionScore().isPresent() && last.selectionScore().isPresent()) {
          gains.add(last.selectionScore().getAsDouble() - first.selectionScore().getAsDouble());
        }
      }
    }
    lineage |= any;
    columns.number("gain", row, mean(gains));
    columns.whole("rounds", row, count);
    columns.whole("open", row, any ? open : NO_LINEAGE);
  }

  private void flags(int row, Sample sample) {
    int bits = 0;
    for (Turn turn : sample.turns()) {
      for (String flag : turn.flags()) {
        boolean room = flags.has(flag) || flags.size() < MOST_FLAGS;
        int number = flags.number(room ? flag : "(others)");
        while (flagCounts.size() <= number) {
          flagCounts.add(0L);
        }
        flagCounts.set(number, flagCounts.get(number) + 1);
        bits |= 1 << number;
      }
    }
    columns.whole("flags", row, bits);
  }

  private void features(int row, Sample sample) {
    for (Feature feature : Feature.values()) {
      List<Double> values = new ArrayList<>();
      sample.turns().stream()
          .flatMap(turn -> turn.features().stream())
          .forEach(of -> of.get(feature).ifPresent(values::add));
      if (!values.isEmpty()) {
        features.number(feature.key(), row, mean(values));
      }
    }
  }

  private ObjectNode detail(Sample sample, Map<String, String> named) {
    ObjectNode detail = JsonCoder.mapper().createObjectNode();
    detail.set("line", SampleLine.object(SampleLine.of(sample.withoutBytes())));
    ArrayNode images = detail.putArray("turns");
    for (Turn turn : sample.turns()) {
      turn.image().ifPresentOrElse(image -> images.add(image.uri()), images::addNull);
      shown += turn.image().isPresent() ? 1 : 0;
    }
    ObjectNode files = detail.putObject("pictures");
    named.forEach(files::put);
    return detail;
  }

  private static ObjectNode card(Sample sample, Map<String, String> named) {
    ObjectNode card = JsonCoder.mapper().createObjectNode();
    card.put("q", cut(sample.turns().stream().findFirst().flatMap(Turn::question).orElse("")));
    card.put(
        "a",
        cut(
            sample.turns().stream()
                .flatMap(turn -> Stream.of(turn.answer(), turn.question(), turn.caption()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n"))));
    card.put("t", cut(sample.topic().map(Topic::text).orElse("")));
    for (Turn turn : sample.turns()) {
      @Nullable String name = turn.image().map(ImageRef::uri).map(named::get).orElse(null);
      if (name != null) {
        card.put("i", name).put("c", cut(turn.caption().orElse("")));
        break;
      }
    }
    if (sample.turns().size() > 1) {
      ArrayNode each = card.putArray("p");
      for (Turn turn : sample.turns()) {
        ObjectNode part = each.addObject();
        turn.question().ifPresent(text -> part.put("q", cut(text, MOST_OF_TURN)));
        turn.caption().ifPresent(text -> part.put("c", cut(text, MOST_OF_TURN)));
        turn.image().map(ImageRef::uri).map(named::get).ifPresent(name -> part.put("i", name));
      }
    }
    return card;
  }

  private static String cut(String text) {
    return cut(text, MOST_OF_TEXT);
  }

  private static String cut(String text, int most) {
    return text.length() <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, most))) + "…";
  }

  private void flushCards() throws IOException {
    put(String.format(Locale.ROOT, "cards-%04d", (rows - 1) / CARDS), cards);
    cards = JsonCoder.mapper().createArrayNode();
  }

  private void flushDetails() throws IOException {
    put(String.format(Locale.ROOT, "detail-%05d", (rows - 1) / DETAILS), details);
    details = JsonCoder.mapper().createArrayNode();
  }

  /** Writes a value as a script that hands it over. */
  private void put(String name, JsonNode value) throws IOException {
    String script = "seir.put(\"" + name + "\", " + value + ");\n";
    AtomicFile.write(out.resolve(DATA + name + ".js"), script.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes what is left, and the pages themselves; the first page is written last.
   *
   * @param title for a person
   * @param namedSystems whether scores given by hand need the system's name
   * @param run the record of the run that made the data; missing if nobody knows
   * @param results what commands found, each an object of {@code kind}, {@code name} and {@code
   *     value}
   */
  public void finish(String title, boolean namedSystems, JsonNode run, ArrayNode results)
      throws IOException {
    if (!cards.isEmpty()) {
      flushCards();
    }
    if (!details.isEmpty()) {
      flushDetails();
    }
    put("features", features.packed(rows));
    for (int from = 0; from < clusters.size(); from += ReportClusters.TOGETHER) {
      put(
          String.format(Locale.ROOT, "clusters-%04d", from / ReportClusters.TOGETHER),
          clusters.json(from, samples));
    }
    drawn = maps.write(samples, this::put);
    ObjectNode index = JsonCoder.mapper().createObjectNode();
    index.put("title", title).put("name", title).put("count", rows);
    index.put("turns", turns).put("pictures", shown);
    index.put("hasLineage", lineage).put("namedSystems", namedSystems);
    index.put("ids", ids.toString());
    ObjectNode dictionaries = index.putObject("dictionaries");
    dictionaries.set("domain", domains.json());
    dictionaries.set("category", categories.json());
    dictionaries.set("system", systems.json());
    dictionaries.set("flags", flags.json());
    ArrayNode counts = index.putArray("flagCounts");
    flagCounts.forEach(counts::add);
    ArrayNode names = index.putArray("featureNames");
    features.names().forEach(names::add);
    index.set("columns", columns.packed(rows));
    index.set("maps", drawn);
    index.set("results", results);
    if (!run.isMissingNode()) {
      index.set("run", run);
    }
    put("index", index);
    for (Map.Entry<String, String> script : new LinkedHashMap<>(VENDOR).entrySet()) {
      String path = script.getKey();
      String name = path.substring(path.lastIndexOf('/') + 1);
      String artifact = script.getValue();
      String resource =
          "/META-INF/resources/webjars/" + artifact + "/" + version(artifact) + "/" + path;
      AtomicFile.write(out.resolve("vendor/" + name), resource(resource));
      AtomicFile.write(
          out.resolve("vendor/LICENSE-" + artifact),
          resource(
              "/META-INF/resources/webjars/" + artifact + "/" + version(artifact) + "/LICENSE"));
    }
    for (String name : APP) {
      AtomicFile.write(out.resolve("app/" + name), resource(name));
    }
    AtomicFile.write(out.resolve(FIRST), resource(FIRST));
  }

  private static String version(String artifact) throws IOException {
    Properties properties = new Properties();
    String name = "/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties";
    try (InputStream in = ReportPages.class.getResourceAsStream(name)) {
      properties.load(Objects.requireNonNull(in, name));
    }
    return properties.getProperty("version");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ReportPages.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
