package io.seir.duplicates;

import java.util.BitSet;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/** Indexes of samples as a side input, one bit each: 1.25 MB for ten million. */
public final class IndexSet extends Combine.CombineFn<Long, BitSet, BitSet> {
  private static final long serialVersionUID = 1;

  private IndexSet() {}

  /** The set of all given indexes. */
  public static PTransform<PCollection<Long>, PCollectionView<BitSet>> asView() {
    return Combine.globally(new IndexSet()).asSingletonView();
  }

  @Override
  public BitSet createAccumulator() {
    return new BitSet();
  }

  @Override
  public BitSet addInput(BitSet indexes, Long index) {
    indexes.set(Math.toIntExact(index));
    return indexes;
  }

  @Override
  public BitSet mergeAccumulators(Iterable<BitSet> parts) {
    BitSet all = new BitSet();
    parts.forEach(all::or);
    return all;
  }

  @Override
  public BitSet extractOutput(BitSet indexes) {
    return indexes;
  }

  @Override
  public Coder<BitSet> getAccumulatorCoder(CoderRegistry registry, Coder<Long> input) {
    return SerializableCoder.of(BitSet.class);
  }

  @Override
  public Coder<BitSet> getDefaultOutputCoder(CoderRegistry registry, Coder<Long> input) {
    return SerializableCoder.of(BitSet.class);
  }
}
