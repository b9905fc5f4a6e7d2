package io.seir.sample;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * The result of a transform over samples: the samples, and those that could not be finished. A
 * pipeline in which nothing takes the bad records is rejected before it runs.
 */
public final class Result implements POutput {
  /** The output of samples. */
  public static final TupleTag<Sample> SAMPLES = new TupleTag<>("samples") {};

  /** The output of samples that could not be finished. */
  public static final TupleTag<BadRecord> BAD = new TupleTag<>("bad") {};

  private final PCollectionTuple outputs;

  private Result(PCollectionTuple outputs) {
    this.outputs = outputs;
  }

  /** The tags for {@code ParDo.withOutputTags}, in addition to {@link #SAMPLES}. */
  public static TupleTagList sides() {
    return TupleTagList.of(BAD);
  }

  /** The result of a step with these outputs. */
  public static Result of(PCollectionTuple outputs) {
    return new Result(outputs);
  }

  /** The successful samples. */
  public PCollection<Sample> samples() {
    return outputs.get(SAMPLES);
  }

  /** The samples that could not be finished; some step must take them. */
  public PCollection<BadRecord> bad() {
    return outputs.get(BAD);
  }

  /** The successful samples; bad records are collected with those of other steps. */
  public PCollection<Sample> samples(BadRecords gathered) {
    gathered.add(bad());
    return samples();
  }

  /** A further output, of a step that has one. */
  public <T> PCollection<T> get(TupleTag<T> output) {
    return outputs.get(output);
  }

  /**
   * A transform whose bad records cannot be forgotten: that is checked when the pipeline is run,
   * before any work is done.
   */
  public abstract static class Transform<InputT extends PInput> extends PTransform<InputT, Result> {
    private static final long serialVersionUID = 1;

    @Override
    public void validate(
        @Nullable PipelineOptions options,
        Map<TupleTag<?>, PCollection<?>> inputs,
        Map<TupleTag<?>, PCollection<?>> outputs) {
      PCollection<?> bad = outputs.get(BAD);
      if (bad != null && !isTaken(bad)) {
        throw new IllegalStateException(
            bad.getName()
                + ": nothing takes the bad records of this step; write them with"
                + " WriteBadRecords, or use result.bad() in a step of your own");
      }
    }
  }

  private static boolean isTaken(PCollection<?> collection) {
    boolean[] taken = {false};
    collection
        .getPipeline()
        .traverseTopologically(
            new Pipeline.PipelineVisitor.Defaults() {
              @Override
              public void visitPrimitiveTransform(TransformHierarchy.Node node) {
                taken[0] |= node.getInputs().containsValue(collection);
              }
            });
    return taken[0];
  }

  @Override
  public Pipeline getPipeline() {
    return outputs.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return outputs.expand();
  }

  @Override
  public void finishSpecifyingOutput(String name, PInput input, PTransform<?, ?> transform) {
    outputs.finishSpecifyingOutput(name, input, transform);
  }
}
