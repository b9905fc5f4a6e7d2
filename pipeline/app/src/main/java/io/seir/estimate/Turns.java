package io.seir.estimate;

/**
 * The turns of some dialogues.
 *
 * @param turns the sum of their numbers T
 * @param earlier the sum of T(T−1)/2: the number of earlier turns that the prompts of all turns
 *     repeat
 */
record Turns(double turns, double earlier) {
  static final Turns NONE = new Turns(0, 0);

  static Turns of(int turns) {
    return NONE.plus(turns, 1);
  }

  Turns plus(int each, double dialogues) {
    return new Turns(turns + dialogues * each, earlier + dialogues * each * (each - 1) / 2.0);
  }

  /** The sum of T². */
  double squares() {
    return turns + 2 * earlier;
  }
}
