package io.seir.kernels;

import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one engine of a JVM, for whatever needs one: opened at the first call, logged once with the
 * reason for it, and closed when the JVM ends. Callers do not close it.
 */
public final class SharedKernels {
  private static final Logger LOG = LoggerFactory.getLogger(SharedKernels.class);
  private static final Map<KernelSelector.Choice, KernelSelector.Selected> OPEN =
      new EnumMap<>(KernelSelector.Choice.class);

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SharedKernels::close, "seir-kernels"));
  }

  private SharedKernels() {}

  /**
   * The engine for a choice, with the reason for it. Choices that come to the same engine share it.
   *
   * @throws UnsupportedOperationException if the engine asked for does not work here
   */
  public static synchronized KernelSelector.Selected of(KernelSelector.Choice choice) {
    KernelSelector.Selected known = OPEN.get(choice);
    if (known != null) {
      return known;
    }
    KernelSelector.Selected selected = KernelSelector.select(choice);
    for (KernelSelector.Selected other : OPEN.values()) {
      if (other.kernels().engine().equals(selected.kernels().engine())) {
        selected.kernels().close();
        selected = new KernelSelector.Selected(other.kernels(), selected.why());
        break;
      }
    }
    OPEN.put(choice, selected);
    LOG.info("kernels: {}", selected.why());
    return selected;
  }

  private static synchronized void close() {
    OPEN.values().forEach(selected -> selected.kernels().close());
    OPEN.clear();
  }
}
