package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.ReadSamples;
import io.seir.data.SampleFiles;
import io.seir.data.SampleLookup;
import io.seir.kernels.Rows;
import io.seir.kernels.TopK;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.FeatureSettings;
import io.seir.pipeline.QueryKind;
import io.seir.pipeline.SearchDataSet;
import io.seir.pipeline.SearchLists;
import io.seir.run.RunFolder;
import io.seir.similar.HalfRows;
import io.seir.similar.RowSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds what is nearest to texts, pictures or rows in a data set. */
@Command(
    name = "neighbours",
    description = {
      "Finds what is nearest to texts, pictures or rows in a data set.",
      "",
      "Search by words or picture, or find the nearest neighbours of every row. Score the data once"
          + " with ./seir score, then search as often as you like. The search is exact unless"
          + " --lists is given. Words and pictures are encoded by the judgeEncoder that made the"
          + " vectors; no model server is needed."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir score --data out/demo --out out/demo-features",
      "  ./seir neighbours --vectors out/demo-features --text \"a red fox\" --out out/foxes",
      "  ./seir neighbours --vectors out/demo-features --picture fox.jpg -k 20 --out out/like-this",
      "  ./seir neighbours --vectors out/demo-features --among answer --texts topics.txt --out"
          + " out/t",
      "  ./seir neighbours --vectors out/demo-features --each -k 5 --out out/graph",
      "  ./seir neighbours --vectors out/big-features --each --lists --out out/big-graph",
      "  ./seir neighbours --among-rows all.npy --rows some.npy --out out/rows",
      "",
      "Writes neighbours-*.jsonl (one line per query), neighbours.json, and neighbours.png, a"
          + " contact sheet of the first 20 queries."
    })
final class NeighboursCommand implements Callable<Integer> {
  @Mixin private final SearchOptions data = new SearchOptions();
  @Mixin private final QueryOptions queries = new QueryOptions();

  @Option(
      names = {"-k", "--nearest"},
      paramLabel = "K",
      defaultValue = "10",
      description = "Number of neighbours per query, 1 to 63 (default: ${DEFAULT-VALUE}).")
  private int nearest = 10;

  @Mixin private final ListOptions lists = new ListOptions();

  @Mixin private final AcceleratorOption accelerator = new AcceleratorOption();

  @Mixin private final JobOptions run = new JobOptions();
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    QueryKind kind = queries.kind();
    boolean encoded = kind == QueryKind.TEXT || kind == QueryKind.PICTURE;
    Usage.within("--nearest", nearest, 1, TopK.MAX - 1);
    accelerator.check(run.runner.support());
    if (data.vectors == null) {
      Usage.refuse(command, "--vectors", "--among", "--data", "--images");
    }
    PipelineOptions options =
        run.runner.pipeline(Math.max(2, Runtime.getRuntime().availableProcessors()));
    run.checkOut();
    SearchOptions.Searched searched = data.open();
    ModelsConfig models = encoded ? encoder(searched) : new ModelsConfig(Map.of());
    TreeMap<String, String> fingerprint = fingerprint(searched, queries.check());
    Optional<SearchLists.Lists> in = lists.check(command, kind, searched.rows());
    in.ifPresent(of -> fingerprint.put("lists", of.probes() + " of " + of.all()));
    warn(encoded);
    run.kernels.check(run.runner.support());
    if (kind == QueryKind.ROW) {
      checkRows(queries.rows(), searched);
    }
    try (RunFolder folder = run.claim(fingerprint)) {
      long asked = kind == QueryKind.EACH ? searched.rows().rows() : queries.count();
      FeatureSettings settings = new FeatureSettings(run.kernels.choice, accelerator.hint);
      search(
          Pipeline.create(options),
          kind,
          models,
          searched,
          new SearchDataSet.Search(nearest, asked, in, settings, Locations.name(folder.path())),
          folder.path());
      return new SearchSummary(folder.path(), searched, queries, asked, in)
          .tell(data.kind.key(), nearest);
    }
  }

  private void warn(boolean encoded) {
    run.warnIfUseless("searching uses no randomness", "--seed");
    run.warnIfUseless("no model is asked", "--prompts", "--language");
    if (!encoded) {
      run.warnIfUseless("nothing is encoded", "--models");
    }
  }

  /** Only the encoder that made the rows; the other models do not matter here. */
  private ModelsConfig encoder(SearchOptions.Searched searched) {
    if (searched.encoder().isEmpty()) {
      throw new InputException(
          "--text and --picture need --vectors, because the encoder of --among-rows is not known;"
              + " search these with --rows or --each");
    }
    ModelsConfig models = run.models();
    ModelSpec spec = models.roles().get(ModelRole.JUDGE_ENCODER);
    String own = models.identities().getOrDefault(ModelRole.JUDGE_ENCODER.key(), "none");
    String needed = searched.encoder().get();
    if (spec == null || !own.equals(needed)) {
      throw new InputException(
          searched.name()
              + " were made by the encoder '"
              + needed
              + "', but judgeEncoder is '"
              + own
              + "'; give the --models that ./seir score was given");
    }
    return new ModelsConfig(Map.of(ModelRole.JUDGE_ENCODER, spec));
  }

  private static void checkRows(RowSet rows, SearchOptions.Searched searched) {
    if (rows.dimension() != searched.rows().dimension()) {
      throw new InputException(
          String.format(
              "--rows have %d numbers each, but the rows of %s have %d; give rows of the same"
                  + " encoder",
              rows.dimension(), searched.name(), searched.rows().dimension()));
    }
    if (rows.type() == Rows.Type.F16 && searched.rows().type() == Rows.Type.F32) {
      throw new InputException(
          "--rows are float16 and "
              + searched.name()
              + " is float32; store both in the same precision");
    }
  }

  private TreeMap<String, String> fingerprint(
      SearchOptions.Searched searched, SortedMap<String, String> asked) {
    TreeMap<String, String> fingerprint = run.fingerprint();
    fingerprint.remove("seed");
    fingerprint.putAll(data.fingerprint(searched));
    fingerprint.putAll(asked);
    fingerprint.put("nearest", Integer.toString(nearest));
    return fingerprint;
  }

  private void search(
      Pipeline pipeline,
      QueryKind kind,
      ModelsConfig models,
      SearchOptions.Searched searched,
      SearchDataSet.Search search,
      Path folder)
      throws IOException {
    SearchDataSet.Among among = new SearchDataSet.Among(searched.rows(), searched.samples());
    Path own = folder.resolve(SearchDataSet.QUERIES);
    switch (kind) {
      case ROW ->
          SearchDataSet.build(
              pipeline, sameType(queries.rows(), searched.rows(), own), among, search);
      case EACH -> SearchDataSet.build(pipeline, among, search);
      case TEXT, PICTURE -> {
        SampleFiles files = queries.write(own);
        SearchDataSet.build(
            pipeline,
            kind,
            new SearchDataSet.Asked(
                ReadSamples.of(files),
                SampleLookup.of(files),
                models,
                searched.encoder().orElseThrow()),
            among,
            search);
      }
    }
    PipelineRun.run(
        pipeline,
        "Searching",
        search.steps(kind, searched.rows().rows()),
        search.queries(),
        SearchDataSet.NAME,
        run.runner.failure());
  }

  /** Rows are compared in a single precision, that of the data. */
  private static RowSet sameType(RowSet rows, RowSet among, Path folder) throws IOException {
    return rows.type() == among.type() ? rows : HalfRows.write(rows, folder);
  }
}
