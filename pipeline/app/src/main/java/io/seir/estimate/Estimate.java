package io.seir.estimate;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What a run will take.
 *
 * @param dialogues that are begun
 * @param turns of all of them
 * @param parts by stage and role; unknown measures are left out
 * @param total of what is known
 * @param unknown the roles for which a measure is unknown
 * @param bounds bounds that the number of calls cannot exceed
 */
public record Estimate(
    Range dialogues,
    Range turns,
    SortedMap<Asked, Map<Measure, Range>> parts,
    Map<Measure, Range> total,
    Map<Measure, TreeSet<String>> unknown,
    CallBounds bounds) {}
