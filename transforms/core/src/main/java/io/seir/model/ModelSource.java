package io.seir.model;

import java.io.Serializable;

/** Travels to the workers and opens the models there. Tests pass a lambda. */
@FunctionalInterface
public interface ModelSource extends Serializable {
  /** The models; called once per stage and worker, and cheap if they are already open. */
  Models open();
}
