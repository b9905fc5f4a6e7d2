package io.seir.kernels;

/** IEEE 754 binary16, which Java 17 lacks. */
public final class HalfFloat {
  private static final int EXPONENT_GAP = 112;
  private static final int MANTISSA_GAP = 13;
  private static final int INFINITY = 0x7C00;

  private HalfFloat() {}

  /** Whether it is neither infinite nor no number. */
  public static boolean isFinite(short half) {
    return (half & INFINITY) != INFINITY;
  }

  /** Exact. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1F;
    int mantissa = half & 0x3FF;
    if (exponent == 0) {
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 31 ? 255 : exponent + EXPONENT_GAP;
    return Float.intBitsToFloat(sign | (wide << 23) | (mantissa << MANTISSA_GAP));
  }

  /** Rounds to nearest, ties to even; what is too large becomes infinite. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7FFFFFFF;
    if (magnitude > 0x7F800000) {
      return (short) (sign | INFINITY | 0x200);
    }
    if (magnitude >= 0x47800000) {
      return (short) (sign | INFINITY);
    }
    if (magnitude < 0x38800000) {
      return (short) (sign | Math.round(Math.rint(Math.abs((double) value) * 0x1p24)));
    }
    int rounded = magnitude + 0xFFF + ((magnitude >> MANTISSA_GAP) & 1);
    return (short) (sign | ((rounded >> MANTISSA_GAP) - (EXPONENT_GAP << 10)));
  }
}
