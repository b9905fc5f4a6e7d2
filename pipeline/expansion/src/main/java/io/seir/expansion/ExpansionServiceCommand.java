package io.seir.expansion;

import io.seir.cli.Usage;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.beam.sdk.expansion.service.ExpansionServer;
import org.apache.beam.sdk.expansion.service.ExpansionService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the transforms to pipelines in other languages. */
@Command(
    name = "expansion-service",
    description = {
      "Serves the transforms to Beam YAML and Python pipelines on this machine until you stop it.",
      "",
      "Offers seir:refine_answers:v1, seir:judge:v1, seir:features:v1 and seir:neighbours:v1 (see"
          + " docs/library.md)."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  ./seir expansion-service --port 8097"})
final class ExpansionServiceCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8097",
      description = "Port to listen on; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Override
  public Integer call() throws Exception {
    Usage.within("--port", port, 0, 65_535);
    // As with the embedded server, only this machine is served.
    try (ExpansionServer server =
        ExpansionServer.create(new ExpansionService(), "127.0.0.1", port)) {
      System.out.println("127.0.0.1:" + server.getPort());
      new CountDownLatch(1).await(); // until the process is stopped
    }
    return 0;
  }
}
