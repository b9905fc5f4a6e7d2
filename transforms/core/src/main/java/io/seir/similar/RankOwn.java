package io.seir.similar;

import java.io.IOException;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * The rank of every text's own picture among all pictures, and vice versa, exactly and for any
 * number of pairs (retrieval ranks). Takes one pair of sets of equal size: texts and images. Both
 * directions come from one product: each element compares a block of texts with all images; its
 * counts for the images are added up as whole numbers.
 */
public final class RankOwn
    extends PTransform<PCollection<KV<RowSet, RowSet>>, PCollection<RowRanks>> {
  private static final long serialVersionUID = 1;

  private final RowSearch how;

  private RankOwn(RowSearch how) {
    this.how = how;
  }

  public static RankOwn with(RowSearch search) {
    return new RankOwn(search);
  }

  @Override
  public PCollection<RowRanks> expand(PCollection<KV<RowSet, RowSet>> pairs) {
    PCollectionView<KV<RowSet, RowSet>> sets = pairs.apply("Sets", View.asSingleton());
    return pairs
        .apply("Blocks", ParDo.of(new Blocks(how)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Rank", how.hinted(ParDo.of(new Rank(sets, how)).withSideInputs(sets)))
        .setCoder(KvCoder.of(VarLongCoder.of(), ByteArrayCoder.of()))
        .apply("By block", GroupByKey.create())
        .apply("Add up", ParDo.of(new AddUp()));
  }

  private static final class Blocks extends DoFn<KV<RowSet, RowSet>, Block> {
    private static final long serialVersionUID = 1;

    private final RowSearch how;

    Blocks(RowSearch how) {
      this.how = how;
    }

    @ProcessElement
    public void processElement(@Element KV<RowSet, RowSet> sets, OutputReceiver<Block> out) {
      RowSet texts = sets.getKey();
      if (texts.rows() != sets.getValue().rows()) {
        throw new IllegalArgumentException(
            texts.rows()
                + " texts and "
                + sets.getValue().rows()
                + " images, which cannot be pairs");
      }
      Block.ofQueries(texts, how).forEach(out::output);
    }
  }

  private static final class Rank extends SearchDoFn<Block, KV<Long, byte[]>> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<KV<RowSet, RowSet>> sets;

    Rank(PCollectionView<KV<RowSet, RowSet>> sets, RowSearch how) {
      super(how);
      this.sets = sets;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      KV<RowSet, RowSet> pair = context.sideInput(sets);
      Block block = context.element();
      search(
          block,
          s ->
              s.above(
                  pair.getKey(),
                  pair.getValue(),
                  block.from(),
                  block.to(),
                  (first, counts) -> context.output(KV.of(first, PackedCounts.ofImages(counts))),
                  (first, counts) -> context.output(KV.of(first, PackedCounts.ofTexts(counts)))));
    }
  }

  private static final class AddUp extends DoFn<KV<Long, Iterable<byte[]>>, RowRanks> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(
        @Element KV<Long, Iterable<byte[]>> block, OutputReceiver<RowRanks> out) {
      PackedCounts.Sum sum = new PackedCounts.Sum();
      block.getValue().forEach(sum::add);
      for (int i = 0; i < sum.rows(); i++) {
        out.output(new RowRanks(block.getKey() + i, sum.ofImages()[i], sum.ofTexts()[i]));
      }
    }
  }
}
