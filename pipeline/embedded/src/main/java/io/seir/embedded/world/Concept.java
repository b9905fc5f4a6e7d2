package io.seir.embedded.world;

import java.util.List;

/**
 * One thing that the picture world can draw.
 *
 * @param icon its name in the icon sets
 * @param group the vocabulary group it belongs to
 * @param place where it stands
 * @param size its height as a part of the picture's height
 * @param names its name first, then its synonyms; lower case, singular
 * @param senses for each name, the WordNet noun sense it stands for, from 1; 0 if WordNet lacks it;
 *     {@link #BY_KIND} for the first sense of the first of {@code kinds} that has one
 * @param kinds WordNet lexicographer files that its names are meant in, preferred first
 * @param anyColour whether it comes in any colour
 */
public record Concept(
    String icon,
    String group,
    Place place,
    double size,
    List<String> names,
    List<Integer> senses,
    List<String> kinds,
    boolean anyColour) {
  /** A sense chosen by the kinds of the concept's group. */
  public static final int BY_KIND = -1;

  public Concept {
    names = List.copyOf(names);
    senses = List.copyOf(senses);
    kinds = List.copyOf(kinds);
    if (names.isEmpty() || names.size() != senses.size()) {
      throw new IllegalArgumentException(
          icon + ": as many senses as names are needed, at least one");
    }
    if (!(size > 0 && size <= 1)) {
      throw new IllegalArgumentException(icon + ": size " + size + " is outside (0, 1]");
    }
  }

  /** What people call it. */
  public String name() {
    return names.get(0);
  }
}
