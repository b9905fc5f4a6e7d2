package io.seir.duplicates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClustersTest {
  private static Member member(long index, int turns) {
    return member(index, turns, OptionalDouble.empty());
  }

  private static Member member(long index, int turns, OptionalDouble score) {
    Member.Part part =
        new Member.Part(Optional.of("why"), Optional.empty(), Optional.of("p" + index + ".png"));
    return new Member(
        index, "id-" + index, Optional.empty(), score, Collections.nCopies(turns, part));
  }

  private static TurnMatch match(long index, int turn, long earlier, int other) {
    return new TurnMatch(
        new TurnId(index, turn),
        new TurnId(earlier, other),
        TurnMatch.Pass.ROWS,
        new TreeMap<>(Map.of("image", 0.99)));
  }

  /** What is kept, with what goes for it. */
  private static Map<Long, List<Long>> formed(List<TurnMatch> matches, List<Member> members) {
    return Clusters.of(matches, members, List.of("image")).stream()
        .collect(
            Collectors.toMap(
                cluster -> cluster.kept().index(), Cluster::dropped, (a, b) -> a, TreeMap::new));
  }

  @Test
  void whatIsJoinedThroughOthersIsOneCluster() {
    List<Member> members = List.of(member(0, 1), member(1, 1), member(2, 1), member(3, 1));
    assertEquals(
        Map.of(0L, List.of(1L, 2L)),
        formed(List.of(match(1, 0, 0, 0), match(2, 0, 1, 0)), members),
        "2 is joined to 0 through 1");
  }

  @Test
  void theBestJudgedIsKeptThenTheEarliest() {
    List<TurnMatch> matches = List.of(match(1, 0, 0, 0), match(2, 0, 0, 0), match(3, 0, 0, 0));
    assertEquals(
        Map.of(1L, List.of(0L, 2L, 3L)),
        formed(
            matches,
            List.of(
                member(0, 1, OptionalDouble.of(3)),
                member(1, 1, OptionalDouble.of(4.5)),
                member(2, 1, OptionalDouble.of(4.5)),
                member(3, 1))));
  }

  @Test
  void aDialogueGoesOnlyIfAnotherSaysAllThatItDoes() {
    List<Member> members =
        List.of(
            member(0, 1, OptionalDouble.of(5)), member(1, 2, OptionalDouble.of(1)), member(2, 2));
    assertEquals(
        Map.of(1L, List.of(0L)),
        formed(List.of(match(1, 0, 0, 0)), members),
        "the longer one is kept, though it is judged worse: its second turn is its own");
    assertEquals(
        Map.of(),
        formed(List.of(match(2, 0, 1, 0)), members),
        "both have a second turn of their own");
    assertEquals(
        Map.of(1L, List.of(2L)),
        formed(List.of(match(2, 0, 1, 1), match(2, 1, 1, 0)), members),
        "the same turns in another order");
  }

  /** As in data sets that show a picture in the first turn and talk about it in the others. */
  @Test
  void turnsThatHaveNothingToCompareAreLeftOut() {
    List<Member> members = new ArrayList<>();
    for (long index = 0; index < 2; index++) {
      Member.Part shown = member(index, 1).turns().get(0);
      Member.Part said =
          new Member.Part(Optional.of("and then " + index), Optional.empty(), Optional.empty());
      members.add(
          new Member(index, "id", Optional.empty(), OptionalDouble.empty(), List.of(shown, said)));
    }
    List<TurnMatch> matches = List.of(match(1, 0, 0, 0));
    assertEquals(1, Clusters.of(matches, members, List.of("image")).size(), "by pictures alone");
    assertEquals(0, Clusters.of(matches, members, List.of("image", "question")).size());
  }

  @Test
  void everyTurnSaysWhatJoinedIt() {
    Cluster cluster =
        Clusters.of(
                List.of(
                    match(1, 0, 0, 1),
                    match(1, 1, 0, 0),
                    new TurnMatch(
                        new TurnId(1, 1), new TurnId(0, 0), TurnMatch.Pass.EXACT, new TreeMap<>())),
                List.of(member(0, 2), member(1, 2)),
                List.of())
            .get(0);
    List<Cluster.Link> links = cluster.duplicates().get(0).links();
    assertEquals(List.of(1, 0), links.stream().map(Cluster.Link::other).toList());
    assertEquals(
        List.of(TurnMatch.Pass.ROWS, TurnMatch.Pass.EXACT),
        links.stream().map(Cluster.Link::by).toList(),
        "the surest way is told");
    assertEquals(TurnMatch.Pass.ROWS, cluster.duplicates().get(0).by(), "but all are needed");
    assertEquals(Optional.of("p0.png"), links.get(0).picture());
  }

  @Test
  void noOrderOfArrivalShows() {
    Random random = new Random(4);
    List<Member> members = new ArrayList<>();
    List<TurnMatch> matches = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int turns = 1 + random.nextInt(3);
      members.add(
          member(
              i,
              turns,
              random.nextBoolean()
                  ? OptionalDouble.of(random.nextInt(3))
                  : OptionalDouble.empty()));
      for (int turn = 0; turn < turns && i > 0; turn++) {
        Member earlier = members.get(random.nextInt(i));
        if (random.nextInt(10) < 8) {
          matches.add(match(i, turn, earlier.index(), random.nextInt(earlier.turns().size())));
        }
      }
    }
    List<Cluster> first = Clusters.of(matches, members, List.of("image"));
    assertTrue(first.size() > 10, "there is something to compare: " + first.size());
    for (int again = 0; again < 5; again++) {
      Collections.shuffle(matches, random);
      Collections.shuffle(members, random);
      assertEquals(first, Clusters.of(matches, members, List.of("image")));
    }
  }

  @Test
  void longChainsAreNoTrouble() {
    List<Member> members = new ArrayList<>();
    List<TurnMatch> matches = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      members.add(member(i, 1));
      if (i > 0) {
        matches.add(match(i, 0, i - 1, 0));
      }
    }
    assertEquals(
        99_999, Clusters.of(matches, members, List.of("image")).get(0).duplicates().size());
  }

  @Test
  void nothingIsFoundInNothing() {
    assertEquals(List.of(), Clusters.of(List.of(), List.of(member(0, 1)), List.of()));
    assertEquals(
        List.of(), Clusters.of(List.of(match(1, 0, 0, 0)), List.of(member(0, 1)), List.of()));
  }
}
