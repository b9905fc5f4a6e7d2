package io.seir.input;

import io.seir.data.InputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a user's list: the usable ones, and what is wrong with the others.
 *
 * @param source the file, for messages
 * @param the name of one entry, such as {@code template}
 * @param read the number of entries, repeated ones included
 * @param the usable entries, in order, without repetitions
 */
public record EntryList<T>(
    String source, String what, int read, List<T> entries, List<Fault> faults) {
  private static final int SHOWN = 60;

  public EntryList {
    entries = List.copyOf(entries);
    faults = List.copyOf(faults);
  }

  /**
   * An entry that cannot be used.
   *
   * @param place in the file, such as {@code line 3}
   * @param text of the entry
   * @param why what is wrong with it
   * @param remedy how to correct it
   */
  public record Fault(String place, String text, String why, String remedy) {
    private String line() {
      return place + ": '" + shortened(text) + "' " + why;
    }

    /** Shortened to one line of reasonable length. */
    private static String shortened(String text) {
      String flat = text.replaceAll("\\p{Cntrl}+|\\s+", " ");
      int points = flat.codePointCount(0, flat.length());
      return points <= SHOWN ? flat : flat.substring(0, flat.offsetByCodePoints(0, SHOWN)) + "…";
    }
  }

  /** All entries; throws an {@link InputException} about the first unusable one. */
  public List<T> all() {
    if (!faults.isEmpty()) {
      Fault first = faults.get(0);
      String more =
          faults.size() == 1
              ? ""
              : " (" + faults.size() + " of " + read + " " + what + "s are faulty)";
      throw new InputException(
          source
              + ", "
              + first.line()
              + more
              + "; "
              + first.remedy()
              + ", or add --lenient to skip faulty entries");
    }
    return usable();
  }

  /** The usable entries; throws an {@link InputException} if there are none. */
  public List<T> usable() {
    if (entries.isEmpty()) {
      throw new InputException(
          faults.isEmpty()
              ? source + " contains no " + what + "; give at least one"
              : source + " contains no usable " + what + ": " + faults.get(0).line());
    }
    return entries;
  }

  /** What was skipped, in one line; empty if nothing was. */
  public Optional<String> skipped() {
    return faults.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                "%s: %d of %d %ss skipped (--lenient); the first: %s",
                source, faults.size(), read, what, faults.get(0).line()));
  }

  /** Collects entries one after another. */
  static final class Reader<T> {
    private final String source;
    private final String what;
    private final LinkedHashSet<T> entries = new LinkedHashSet<>();
    private final List<Fault> faults = new ArrayList<>();
    private int read;

    Reader(String source, String what) {
      this.source = source;
      this.what = what;
    }

    void add(T entry) {
      read++;
      entries.add(entry);
    }

    void fault(String place, String text, String why, String remedy) {
      read++;
      faults.add(new Fault(place, text, why, remedy));
    }

    EntryList<T> list() {
      return new EntryList<>(source, what, read, List.copyOf(entries), faults);
    }
  }
}
