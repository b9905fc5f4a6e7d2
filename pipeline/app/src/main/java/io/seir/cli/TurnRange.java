package io.seir.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code N} turns, or a range {@code A-B} from which the seed draws. */
record TurnRange(int fewest, int most) {
  private static final int MAX_TURNS = 20;

  static final class Converter implements ITypeConverter<TurnRange> {
    @Override
    public TurnRange convert(String text) {
      String[] ends = text.split("-", 2);
      try {
        int fewest = Integer.parseInt(ends[0].strip());
        int most = ends.length == 1 ? fewest : Integer.parseInt(ends[1].strip());
        if (fewest >= 1 && fewest <= most && most <= MAX_TURNS) {
          return new TurnRange(fewest, most);
        }
      } catch (NumberFormatException e) {
        throw refuse(text);
      }
      throw refuse(text);
    }

    private static TypeConversionException refuse(String text) {
      return new TypeConversionException(
          "'" + text + "' is not N or A-B with 1 ≤ A ≤ B ≤ " + MAX_TURNS);
    }
  }
}
