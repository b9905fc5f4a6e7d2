package io.seir.similar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

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
    SerializableBiFunction<Counts, Counts, Counts> sum = Counts::plus;
    return pairs
        .apply("Blocks", ParDo.of(new Blocks(how)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Rank", how.hinted(ParDo.of(new Rank(sets, how)).withSideInputs(sets)))
        .setCoder(KvCoder.of(VarLongCoder.of(), new CountsCoder()))
        .apply("Add up", Combine.perKey(sum))
        .apply("Ranks", ParDo.of(new Spread()));
  }

  /** Counts of rows that begin with the first of a block. */
  @SuppressWarnings("ArrayRecordComponent") // compared by their numbers
  private record Counts(int[] ofImage, int[] ofText) {
    Counts plus(Counts other) {
      return new Counts(sum(ofImage, other.ofImage), sum(ofText, other.ofText));
    }

    /** The DirectRunner compares what it has encoded and decoded. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Counts counts
          && Arrays.equals(ofImage, counts.ofImage)
          && Arrays.equals(ofText, counts.ofText);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(ofImage) + Arrays.hashCode(ofText);
    }

    private static int[] sum(int[] a, int[] b) {
      int[] sum = Arrays.copyOf(a, Math.max(a.length, b.length));
      for (int i = 0; i < b.length; i++) {
        sum[i] += b[i];
      }
      return sum;
    }
  }

  /** Most counts are small, since each is of one block, and there is one per row and block. */
  private static final class CountsCoder extends CustomCoder<Counts> {
    private static final long serialVersionUID = 1;

    @Override
    public void encode(Counts counts, OutputStream out) throws IOException {
      encode(counts.ofImage(), out);
      encode(counts.ofText(), out);
    }

    private static void encode(int[] numbers, OutputStream out) throws IOException {
      VarInt.encode(numbers.length, out);
      for (int number : numbers) {
        VarInt.encode(number, out);
      }
    }

    @Override
    public Counts decode(InputStream in) throws IOException {
      return new Counts(numbers(in), numbers(in));
    }

    private static int[] numbers(InputStream in) throws IOException {
      int[] numbers = new int[VarInt.decodeInt(in)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = VarInt.decodeInt(in);
      }
      return numbers;
    }

    @Override
    public void verifyDeterministic() {}
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

  private static final class Rank extends SearchDoFn<Block, KV<Long, Counts>> {
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
      int[] none = {};
      search(
          block,
          s ->
              s.above(
                  pair.getKey(),
                  pair.getValue(),
                  block.from(),
                  block.to(),
                  (first, counts) -> context.output(KV.of(first, new Counts(counts, none))),
                  (first, counts) -> context.output(KV.of(first, new Counts(none, counts)))));
    }
  }

  private static final class Spread extends DoFn<KV<Long, Counts>, RowRanks> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element KV<Long, Counts> block, OutputReceiver<RowRanks> out) {
      Counts counts = block.getValue();
      for (int i = 0; i < counts.ofText().length; i++) {
        out.output(new RowRanks(block.getKey() + i, counts.ofImage()[i], counts.ofText()[i]));
      }
    }
  }
}
