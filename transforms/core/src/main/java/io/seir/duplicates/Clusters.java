package io.seir.duplicates;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns matches of turns into clusters of samples. Turns that are joined by matches, over any
 * number of steps, form a group. A sample is dropped if a kept sample has a turn in each of its
 * groups. Samples are processed in this order: those with turns in more groups, then the better
 * scored, then the earlier; so the first of several equal samples is kept.
 */
final class Clusters {
  private static final Comparator<Groups> ORDER =
      Comparator.<Groups>comparingInt(sample -> -sample.size())
          .thenComparingDouble(sample -> -sample.member.score().orElse(-1))
          .thenComparingLong(sample -> sample.member.index());

  private static final double DIGITS = 1e4;

  private final Map<Long, Member> members = new HashMap<>();
  private final Map<TurnId, TurnId> parents = new HashMap<>();
  private final Map<TurnId, TurnMatch> found = new HashMap<>();

  private final Collection<String> kinds;

  private Clusters(Collection<String> kinds) {
    this.kinds = kinds;
  }

  /**
   * The clusters, by the index of the kept sample.
   *
   * @param matches in any order; matches of unknown samples are ignored
   * @param members the samples
   * @param kinds that are compared; turns without any of them are ignored; empty for all turns
   */
  static List<Cluster> of(
      Collection<TurnMatch> matches, Collection<Member> members, Collection<String> kinds) {
    Clusters clusters = new Clusters(kinds);
    members.forEach(member -> clusters.members.put(member.index(), member));
    matches.stream().sorted(TurnMatch.ORDER).filter(clusters::isKnown).forEach(clusters::add);
    return clusters.form();
  }

  private boolean isKnown(TurnMatch match) {
    return members.containsKey(match.turn().index())
        && members.containsKey(match.earlier().index());
  }

  private void add(TurnMatch match) {
    found.putIfAbsent(match.turn(), match);
    found.putIfAbsent(match.earlier(), match);
    TurnId a = root(match.turn());
    TurnId b = root(match.earlier());
    if (a.compareTo(b) < 0) {
      parents.put(b, a);
    } else if (b.compareTo(a) < 0) {
      parents.put(a, b);
    }
  }

  /** The first known turn of a group. */
  private TurnId root(TurnId turn) {
    TurnId at = turn;
    for (TurnId up = parents.get(at); up != null; up = parents.get(at)) {
      TurnId next = parents.getOrDefault(up, up);
      parents.put(at, next);
      at = up.equals(next) ? up : next;
      if (up.equals(next)) {
        break;
      }
    }
    return at;
  }

  /** The groups of a sample's turns; a turn without a match forms its own group. */
  private record Groups(Member member, Set<TurnId> joined, int alone) {
    int size() {
      return joined.size() + alone;
    }
  }

  private boolean isCompared(Member member, int turn) {
    return kinds.isEmpty() || !member.turns().get(turn).have(kinds).isEmpty();
  }

  private Groups groups(Member member) {
    Set<TurnId> joined = new TreeSet<>();
    int alone = 0;
    for (int turn = 0; turn < member.turns().size(); turn++) {
      TurnId id = new TurnId(member.index(), turn);
      if (!isCompared(member, turn)) {
        continue;
      }
      if (found.containsKey(id)) {
        joined.add(root(id));
      } else {
        alone++;
      }
    }
    return new Groups(member, joined, alone);
  }

  private List<Cluster> form() {
    List<Groups> samples = new ArrayList<>();
    members.values().forEach(member -> samples.add(groups(member)));
    samples.sort(ORDER);
    Map<TurnId, List<Groups>> keptWith = new HashMap<>();
    SortedMap<Long, List<Cluster.Duplicate>> gone = new TreeMap<>();
    for (Groups sample : samples) {
      @Nullable Groups over = sample.alone > 0 ? null : covering(sample, keptWith);
      if (over == null) {
        sample.joined.forEach(
            group -> keptWith.computeIfAbsent(group, g -> new ArrayList<>()).add(sample));
      } else {
        gone.computeIfAbsent(over.member.index(), index -> new ArrayList<>())
            .add(new Cluster.Duplicate(sample.member, links(sample.member)));
      }
    }
    List<Cluster> clusters = new ArrayList<>();
    gone.forEach(
        (kept, duplicates) -> {
          duplicates.sort(Comparator.comparingLong(one -> one.sample().index()));
          clusters.add(new Cluster(Objects.requireNonNull(members.get(kept)), duplicates));
        });
    return clusters;
  }

  /**
   * The first kept sample that has all groups of another sample; searched in the smallest group.
   */
  private static @Nullable Groups covering(Groups sample, Map<TurnId, List<Groups>> keptWith) {
    @Nullable List<Groups> fewest = null;
    for (TurnId group : sample.joined) {
      List<Groups> with = keptWith.getOrDefault(group, List.of());
      if (fewest == null || with.size() < fewest.size()) {
        fewest = with;
      }
    }
    return fewest == null
        ? null
        : fewest.stream()
            .filter(kept -> kept.joined.containsAll(sample.joined))
            .findFirst()
            .orElse(null);
  }

  private static SortedMap<String, Double> rounded(TurnMatch match) {
    SortedMap<String, Double> rounded = new TreeMap<>(match.values());
    rounded.replaceAll((kind, value) -> Math.round(value * DIGITS) / DIGITS);
    return rounded;
  }

  private List<Cluster.Link> links(Member member) {
    List<Cluster.Link> links = new ArrayList<>();
    for (int turn = 0; turn < member.turns().size(); turn++) {
      if (!isCompared(member, turn)) {
        continue;
      }
      TurnId id = new TurnId(member.index(), turn);
      TurnMatch match = Objects.requireNonNull(found.get(id));
      TurnId other = match.turn().equals(id) ? match.earlier() : match.turn();
      Member with = Objects.requireNonNull(members.get(other.index()));
      Optional<String> picture =
          other.turn() < with.turns().size()
              ? with.turns().get(other.turn()).picture()
              : Optional.empty();
      links.add(
          new Cluster.Link(turn, with.id(), other.turn(), match.by(), rounded(match), picture));
    }
    return links;
  }
}
