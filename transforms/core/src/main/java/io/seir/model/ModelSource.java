package io.seir.model;

import java.io.Serializable;

/** Travels to the workers and opens the models there. Tests give a lambda. */
@FunctionalInterface
public interface ModelSource extends Serializable {
  /** The models; called once a stage and worker, cheap when they are open already. */
  Models open();
}
