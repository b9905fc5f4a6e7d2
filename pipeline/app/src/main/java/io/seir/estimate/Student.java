package io.seir.estimate;

/** Student's distribution. */
final class Student {
  /** The 99.5 % quantile of the normal distribution. */
  static final double NORMAL = 2.575829;

  private Student() {}

  /**
   * The 99.5 % quantile by expansion around the normal quantile (Abramowitz and Stegun 26.7.5),
   * within 0.5 % from 6 degrees of freedom on.
   */
  static double quantile(long degrees) {
    double z = NORMAL;
    double z2 = z * z;
    double d = degrees;
    double first = z * (z2 + 1) / 4;
    double second = z * (5 * z2 * z2 + 16 * z2 + 3) / 96;
    double third = z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384;
    return z + first / d + second / (d * d) + third / (d * d * d);
  }
}
