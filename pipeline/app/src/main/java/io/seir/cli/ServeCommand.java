package io.seir.cli;

import io.seir.blob.AtomicFile;
import io.seir.data.InputException;
import io.seir.serve.Behaviour;
import io.seir.serve.EmbeddedServer;
import io.seir.serve.FaultKind;
import io.seir.serve.Manner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the embedded models, for trying things out and for tests. */
@Command(
    name = "serve-embedded",
    description = {
      "Serves the embedded models over the OpenAI protocol on this machine.",
      "",
      "Listens only on 127.0.0.1, and can imitate slow or faulty servers. Stop it with Ctrl-C."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir serve-embedded --port 8321 --write-models models.yaml",
      "  ./seir serve-embedded --stored --latency 200",
      "  ./seir serve-embedded --manner flat,chatty,refuses-reviews=0.33",
      "  ./seir serve-embedded --fault rate-limit=0.1,server-error=0.05,hang=0.01",
      "",
      "Then, from another terminal:",
      "  ./seir generate --models models.yaml --samples 24 --out out/served",
      "",
      "GET /stats says how often each call was answered."
    })
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8321",
      description = "Port on 127.0.0.1; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--latency",
      paramLabel = "MS",
      defaultValue = "0",
      description = "Milliseconds to wait before every reply (default: ${DEFAULT-VALUE}).")
  private long latency;

  @Option(
      names = "--stored",
      description = "Send the same canned reply to all requests of one kind, which takes no time.")
  private boolean stored;

  @Option(
      names = "--manner",
      split = ",",
      paramLabel = "NAME[=SHARE]",
      description = "Imitate quirks of real models: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Manners.class)
  private List<String> manners = new ArrayList<>();

  @Option(
      names = "--fault",
      split = ",",
      paramLabel = "KIND=SHARE",
      description =
          "Make a share of the requests, 0 to 1, fail in this way: rate-limit, server-error, drop,"
              + " truncate, malformed, gibberish, hang, slow, wrong-type, not-utf8, huge, bomb,"
              + " giant-picture, refuse.")
  private List<String> faults = new ArrayList<>();

  @Option(
      names = "--retry-after",
      paramLabel = "MS",
      defaultValue = "0",
      description = "How long to ask rate-limited callers to wait (default: no Retry-After).")
  private long retryAfter;

  @Option(
      names = "--fault-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed that decides which requests fail (default: ${DEFAULT-VALUE}).")
  private long faultSeed;

  @Option(
      names = "--freeze-after",
      paramLabel = "N",
      defaultValue = "" + Long.MAX_VALUE,
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Answer N requests, then stop answering (default: never).")
  private long freezeAfter;

  @Option(
      names = "--key-env",
      paramLabel = "NAME",
      description = "Require the key in this environment variable from callers.")
  private @Nullable String keyEnv;

  @Option(
      names = "--write-models",
      paramLabel = "FILE",
      description = "Write a models file that assigns every role to this server.")
  private @Nullable Path writeModels;

  @Override
  public Integer call() throws Exception {
    Usage.within("--port", port, 0, 65_535);
    Usage.within("--latency", latency, 0, 3_600_000);
    Usage.within("--retry-after", retryAfter, 0, 3_600_000);
    try (EmbeddedServer server = start()) {
      System.out.printf("Serving the embedded models at %s%n", server.baseUrl());
      if (writeModels != null) {
        AtomicFile.write(writeModels, models(server));
        System.out.printf("Models file: %s%n", writeModels);
      }
      System.out.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private EmbeddedServer start() {
    String key = keyEnv == null ? "" : Objects.requireNonNullElse(System.getenv(keyEnv), "");
    if (keyEnv != null && key.isEmpty()) {
      throw new InputException("the environment variable " + keyEnv + " is not set");
    }
    try {
      return EmbeddedServer.start(
          port,
          new Behaviour(
              Duration.ofMillis(latency),
              stored,
              mannerShares(),
              shares(),
              Duration.ofMillis(retryAfter),
              faultSeed,
              key,
              freezeAfter));
    } catch (IllegalArgumentException e) {
      throw new InputException("--fault: " + e.getMessage());
    } catch (IOException e) {
      throw new InputException(
          "port " + port + " cannot be opened (" + e.getMessage() + "); choose another --port");
    }
  }

  /** The manners as the help text lists them. */
  static final class Manners extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Manners() {
      add(Manner.help());
    }
  }

  private Map<Manner, Double> mannerShares() {
    Map<Manner, Double> shares = new EnumMap<>(Manner.class);
    for (String manner : manners) {
      String[] parts = manner.split("=", 2);
      try {
        double share = parts.length == 2 ? Double.parseDouble(parts[1]) : 1;
        shares.put(Manner.of(parts[0]).orElseThrow(() -> unknownManner(manner)), share);
      } catch (NumberFormatException e) {
        throw unknownManner(manner);
      }
    }
    return shares;
  }

  private static InputException unknownManner(String manner) {
    return new InputException(
        "--manner '" + manner + "' is not NAME or NAME=SHARE; names: " + Manner.help());
  }

  private Map<FaultKind, Double> shares() {
    Map<FaultKind, Double> shares = new EnumMap<>(FaultKind.class);
    for (String fault : faults) {
      String[] parts = fault.split("=", 2);
      try {
        shares.put(
            FaultKind.of(parts[0]).orElseThrow(() -> unknown(fault)),
            Double.parseDouble(parts.length == 2 ? parts[1] : "none"));
      } catch (NumberFormatException e) {
        throw unknown(fault);
      }
    }
    return shares;
  }

  private static InputException unknown(String fault) {
    String known =
        Stream.of(FaultKind.values()).map(FaultKind::key).collect(Collectors.joining(", "));
    return new InputException("--fault '" + fault + "' is not KIND=SHARE; kinds: " + known);
  }

  private List<String> models(EmbeddedServer server) {
    List<String> lines = new ArrayList<>();
    for (String role : List.of("language", "vision", "image", "judge")) {
      String key = keyEnv == null ? "" : ", apiKeyEnv: " + keyEnv;
      lines.add(
          role
              + ": {provider: openai, baseUrl: \""
              + server.baseUrl()
              + "\", model: "
              + (role.equals("judge") ? EmbeddedServer.JUDGE : EmbeddedServer.MODEL)
              + key
              + "}");
    }
    lines.add("encoder: {provider: embedded}");
    lines.add("judgeEncoder: {provider: embedded}");
    return lines;
  }
}
