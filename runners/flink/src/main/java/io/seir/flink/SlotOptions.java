package io.seir.flink;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/** How long a job may wait for slots; an addition to Beam's own options for Flink. */
public interface SlotOptions extends PipelineOptions {
  /** The option's name. */
  String NAME = "slotTimeoutSeconds";

  /** Below the five minutes after which Flink itself gives up, with a message of its own. */
  int DEFAULT_SECONDS = 240;

  @Description("Seconds that a job may wait for its slots before it is cancelled.")
  @Default.Integer(DEFAULT_SECONDS)
  int getSlotTimeoutSeconds();

  void setSlotTimeoutSeconds(int seconds);

  /** Makes the option known to Beam. */
  final class Registrar implements PipelineOptionsRegistrar {
    @Override
    public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
      return List.of(SlotOptions.class);
    }
  }
}
