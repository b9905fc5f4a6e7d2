package io.seir.estimate;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What a run will take.
 *
 * @param dialogues that are begun
 * @param turns of all of them
 * @param parts by who is asked and what for; a measure that is unknown is left out
 * @param total of what is known
 * @param unknown the roles of which a measure is not known
 * @param bounds what no number of calls can leave
 */
public record Estimate(
    Range dialogues,
    Range turns,
    SortedMap<Asked, Map<Measure, Range>> parts,
    Map<Measure, Range> total,
    Map<Measure, TreeSet<String>> unknown,
    CallBounds bounds) {}
