package io.seir.duplicates;

import io.seir.features.TurnRows;
import io.seir.sample.ImageRef;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A sample with what is needed to weigh and show duplicates.
 *
 * @param index among all that are read together
 * @param score the mean of the judge's scores over turns and scales, if it was judged
 */
@DefaultCoder(JsonCoder.class)
public record Member(
    long index, String id, Optional<String> system, OptionalDouble score, List<Part> turns) {
  private static final int LONGEST = 300;

  /**
   * A turn of it.
   *
   * @param question shortened if it is long
   * @param answer shortened if it is long
   * @param picture its name
   */
  public record Part(Optional<String> question, Optional<String> answer, Optional<String> picture) {
    static Part of(Turn turn) {
      return new Part(
          turn.question().map(Part::cut),
          turn.answer().map(Part::cut),
          turn.image().map(ImageRef::uri));
    }

    private static String cut(String text) {
      if (text.codePointCount(0, text.length()) <= LONGEST) {
        return text;
      }
      return text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /** Which of some kinds the turn has. */
    SortedSet<String> have(Collection<String> kinds) {
      SortedSet<String> have = new TreeSet<>();
      question.ifPresent(text -> have.add(TurnRows.QUESTION));
      answer.ifPresent(text -> have.add(TurnRows.ANSWER));
      picture.ifPresent(name -> have.add(TurnRows.IMAGE));
      have.retainAll(kinds);
      return have;
    }
  }

  public Member {
    turns = List.copyOf(turns);
  }

  static Member of(Sample sample) {
    return new Member(
        sample.index(),
        sample.id(),
        sample.system(),
        sample.turns().stream().flatMapToDouble(Member::scores).average(),
        sample.turns().stream().map(Part::of).toList());
  }

  /** A row without a sample. */
  static Member ofRow(long row) {
    Part nothing = new Part(Optional.empty(), Optional.empty(), Optional.empty());
    return new Member(
        row, "row-" + row, Optional.empty(), OptionalDouble.empty(), List.of(nothing));
  }

  private static DoubleStream scores(Turn turn) {
    return turn.verdict().orElse(null) instanceof Verdict.Scored scored
        ? Stream.of(JudgeDimension.values()).mapToDouble(scored.expected()::get)
        : DoubleStream.empty();
  }
}
