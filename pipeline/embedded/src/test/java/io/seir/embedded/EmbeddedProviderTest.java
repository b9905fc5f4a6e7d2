package io.seir.embedded;

import io.seir.model.ModelProvider;
import io.seir.model.ModelProviderContract;
import io.seir.model.ModelSpec;

class EmbeddedProviderTest extends ModelProviderContract {
  @Override
  protected ModelProvider provider() {
    return new EmbeddedProvider();
  }

  @Override
  protected ModelSpec spec() {
    return ModelSpec.free(EmbeddedProvider.NAME, 1);
  }
}
