package io.seir.similar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.coders.FloatCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Numbers as bytes, not as text: there is a match for every row. */
public final class RowMatchCoder extends AtomicCoder<RowMatch> {
  private static final long serialVersionUID = 1;

  /** How Beam finds this coder. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(RowMatch.class), new RowMatchCoder());
  }

  @Override
  public void encode(RowMatch match, OutputStream out) throws IOException {
    VarLongCoder.of().encode(match.row(), out);
    VarLongCoder.of().encode(match.earlier(), out);
    FloatCoder.of().encode(match.score(), out);
  }

  @Override
  public RowMatch decode(InputStream in) throws IOException {
    return new RowMatch(
        VarLongCoder.of().decode(in), VarLongCoder.of().decode(in), FloatCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
