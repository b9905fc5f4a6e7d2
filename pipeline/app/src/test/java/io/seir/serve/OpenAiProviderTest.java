package io.seir.serve;

import io.seir.model.ModelProvider;
import io.seir.model.ModelProviderContract;
import io.seir.model.ModelRole;
import io.seir.model.ModelSpec;
import io.seir.model.openai.OpenAiProvider;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of model providers, through real HTTP. */
class OpenAiProviderTest extends ModelProviderContract {
  private static EmbeddedServer server;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedServer.start(0, Behaviour.GOOD);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected ModelProvider provider() {
    return new OpenAiProvider();
  }

  @Override
  protected ModelSpec spec() {
    return Served.spec(server.baseUrl(), 4);
  }

  @Override
  protected List<ModelRole> encoders() {
    return List.of();
  }
}
