package io.seir.embedded;

import io.seir.model.ModelProvider;
import io.seir.model.ModelProviderContract;
import io.seir.model.ModelSpec;
import java.util.Map;

class EmbeddedProviderTest extends ModelProviderContract {
  @Override
  protected ModelProvider provider() {
    return new EmbeddedProvider();
  }

  @Override
  protected ModelSpec spec() {
    return new ModelSpec(EmbeddedProvider.NAME, 1, Map.of());
  }
}
