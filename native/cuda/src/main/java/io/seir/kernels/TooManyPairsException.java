package io.seir.kernels;

/** More pairs lie above a threshold than the caller has room for. */
public final class TooManyPairsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooManyPairsException(int most, float threshold) {
    super(
        "over " + most + " pairs score above " + threshold + "; raise the threshold or the limit");
  }
}
