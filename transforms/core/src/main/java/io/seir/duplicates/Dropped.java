package io.seir.duplicates;

import java.util.BitSet;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/** Which indexes go, a bit each: 1.25 MB for ten million. */
public final class Dropped extends Combine.CombineFn<Cluster, BitSet, BitSet> {
  private static final long serialVersionUID = 1;

  private Dropped() {}

  /** The indexes of all clusters, as a side input. */
  public static PTransform<PCollection<Cluster>, PCollectionView<BitSet>> asView() {
    return Combine.globally(new Dropped()).asSingletonView();
  }

  @Override
  public BitSet createAccumulator() {
    return new BitSet();
  }

  @Override
  public BitSet addInput(BitSet dropped, Cluster cluster) {
    cluster.duplicates().forEach(one -> dropped.set(Math.toIntExact(one.sample().index())));
    return dropped;
  }

  @Override
  public BitSet mergeAccumulators(Iterable<BitSet> parts) {
    BitSet all = new BitSet();
    parts.forEach(all::or);
    return all;
  }

  @Override
  public BitSet extractOutput(BitSet dropped) {
    return dropped;
  }

  @Override
  public Coder<BitSet> getAccumulatorCoder(CoderRegistry registry, Coder<Cluster> input) {
    return SerializableCoder.of(BitSet.class);
  }

  @Override
  public Coder<BitSet> getDefaultOutputCoder(CoderRegistry registry, Coder<Cluster> input) {
    return SerializableCoder.of(BitSet.class);
  }
}
