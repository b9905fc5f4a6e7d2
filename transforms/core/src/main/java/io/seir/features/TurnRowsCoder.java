package io.seir.features;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.coders.OptionalCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Rows as bytes, not as text: there are thousands of them in a shard. */
public final class TurnRowsCoder extends AtomicCoder<TurnRows> {
  private static final long serialVersionUID = 1;
  private static final Coder<Optional<String>> SYSTEM = OptionalCoder.of(StringUtf8Coder.of());
  private static final Coder<Optional<byte[]>> ROW = OptionalCoder.of(ByteArrayCoder.of());

  /** How Beam finds this coder. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(TurnRows.class), new TurnRowsCoder());
  }

  @Override
  public void encode(TurnRows rows, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(rows.id(), out);
    SYSTEM.encode(rows.system(), out);
    VarLongCoder.of().encode(rows.index(), out);
    VarIntCoder.of().encode(rows.turn(), out);
    VarIntCoder.of().encode(rows.turns(), out);
    ROW.encode(rows.question(), out);
    ROW.encode(rows.answer(), out);
    ROW.encode(rows.image(), out);
  }

  @Override
  public TurnRows decode(InputStream in) throws IOException {
    return new TurnRows(
        StringUtf8Coder.of().decode(in),
        SYSTEM.decode(in),
        VarLongCoder.of().decode(in),
        VarIntCoder.of().decode(in),
        VarIntCoder.of().decode(in),
        ROW.decode(in),
        ROW.decode(in),
        ROW.decode(in));
  }
}
