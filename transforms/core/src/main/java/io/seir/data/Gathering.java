package io.seir.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
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
public final class Gathering<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private final Coder<T> coder;

  /** Of elements with this coder. */
  public Gathering(Coder<T> coder) {
    this.coder = coder;
  }

  /** The bytes of all elements by their number. */
  public PCollection<KV<Long, Iterable<byte[]>>> gather(
      PCollection<T> elements, SerializableFunction<T, Long> number) {
    return elements
        .apply("Shard", ParDo.of(new Pack<>(coder, number)))
        .setCoder(KvCoder.of(VarLongCoder.of(), ByteArrayCoder.of()))
        .apply("Gather", GroupByKey.create());
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
