package io.seir.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Gathers elements by number, as bytes. The DirectRunner copies all that it has gathered for a key
 * whenever more arrives, by their coder: bytes are copied fast, while JSON would be written and
 * read once more for each bundle.
 *
 * @param <T> what is gathered
 */
public final class Gather<T>
    extends PTransform<PCollection<T>, PCollection<KV<Long, Iterable<byte[]>>>> {
  private static final long serialVersionUID = 1;

  private final Coder<T> coder;
  private final SerializableFunction<T, Long> number;

  private Gather(Coder<T> coder, SerializableFunction<T, Long> number) {
    this.coder = coder;
    this.number = number;
  }

  /** By a number of each element, whose bytes are those of the coder. */
  public static <T> Gather<T> by(SerializableFunction<T, Long> number, Coder<T> coder) {
    return new Gather<>(coder, number);
  }

  @Override
  public PCollection<KV<Long, Iterable<byte[]>>> expand(PCollection<T> elements) {
    return elements
        .apply("Pack", ParDo.of(new Pack<>(coder, number)))
        .setCoder(KvCoder.of(VarLongCoder.of(), ByteArrayCoder.of()))
        .apply("Group", GroupByKey.create());
  }

  /** The elements again, in the order of arrival. */
  public List<T> unpack(Iterable<byte[]> gathered) throws CoderException {
    List<T> elements = new ArrayList<>();
    for (byte[] bytes : gathered) {
      elements.add(CoderUtils.decodeFromByteArray(coder, bytes));
    }
    return elements;
  }

  private static final class Pack<T> extends DoFn<T, KV<Long, byte[]>> {
    private static final long serialVersionUID = 1;

    private final Coder<T> coder;
    private final SerializableFunction<T, Long> number;

    Pack(Coder<T> coder, SerializableFunction<T, Long> number) {
      this.coder = coder;
      this.number = number;
    }

    @ProcessElement
    public void processElement(@Element T element, OutputReceiver<KV<Long, byte[]>> out)
        throws CoderException {
      out.output(KV.of(number.apply(element), CoderUtils.encodeToByteArray(coder, element)));
    }
  }
}
