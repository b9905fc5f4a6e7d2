package io.seir.kernels;

/** The input checks that all engines share. */
final class Inputs {
  private Inputs() {}

  static void pairs(Rows text, Rows image) {
    sameShape(text, image);
    if (text.rows() != image.rows()) {
      throw new IllegalArgumentException(
          text.rows() + " texts and " + image.rows() + " images are no pairs");
    }
  }

  static void sameShape(Rows a, Rows b) {
    if (a.dimension() != b.dimension() || a.type() != b.type()) {
      throw new IllegalArgumentException(
          "rows of "
              + a.dimension()
              + " "
              + a.type()
              + " and of "
              + b.dimension()
              + " "
              + b.type());
    }
  }

  static void bars(Rows text, Rows image, float[] textBars, float[] imageBars) {
    sameShape(text, image);
    if (text.rows() != textBars.length || image.rows() != imageBars.length) {
      throw new IllegalArgumentException(
          textBars.length
              + " and "
              + imageBars.length
              + " bars for "
              + text.rows()
              + " texts and "
              + image.rows()
              + " images");
    }
  }

  static void topK(Rows queries, Rows database, int k) {
    sameShape(queries, database);
    if (k < 1 || k > TopK.MAX) {
      throw new IllegalArgumentException("k is 1 to " + TopK.MAX + ", not " + k);
    }
  }

  static void pairsAbove(float threshold, int most) {
    if (!Float.isFinite(threshold) || most < 0) {
      throw new IllegalArgumentException("threshold " + threshold + ", at most " + most + " pairs");
    }
  }
}
