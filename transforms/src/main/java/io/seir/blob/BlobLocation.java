package io.seir.blob;

import java.io.Serializable;

/** Travels to the workers and opens a store there. */
@FunctionalInterface
public interface BlobLocation extends Serializable {
  BlobStore open();
}
