package io.seir.duplicates;

import io.seir.data.InputException;
import io.seir.sample.JsonCoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Forms the clusters of all matches on one worker, whose memory grows with the samples that have a
 * match: about a kilobyte per turn.
 */
final class FormClusters extends PTransform<PCollection<Found>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** Samples whose matches are looked up together. */
  private static final long BLOCK = 4096;

  private final Optional<PCollection<Member>> members;
  private final Collection<String> kinds;

  private FormClusters(Optional<PCollection<Member>> members, Collection<String> kinds) {
    this.members = members;
    this.kinds = List.copyOf(kinds);
  }

  /**
   * Of samples.
   *
   * @param members all samples
   * @param kinds that are compared
   */
  static FormClusters of(PCollection<Member> members, Collection<String> kinds) {
    return new FormClusters(Optional.of(members), kinds);
  }

  /** Of rows that belong to no sample. */
  static FormClusters ofRows() {
    return new FormClusters(Optional.empty(), List.of());
  }

  /**
   * A sample with a match, or a fact about it. This is one type, because runners may allow only one
   * pass through grouped elements.
   */
  @DefaultCoder(JsonCoder.class)
  record Touched(long index, Optional<Member> member) {}

  /** A match, or a sample that has one. */
  @DefaultCoder(JsonCoder.class)
  record Piece(Optional<Found> found, Optional<Member> member) {}

  @Override
  public PCollectionTuple expand(PCollection<Found> found) {
    PCollection<Piece> matches =
        found.apply(
            "Pieces",
            MapElements.into(TypeDescriptor.of(Piece.class))
                .via(one -> new Piece(Optional.of(one), Optional.empty())));
    return members
        .map(all -> PCollectionList.of(matches).and(touched(found, all)))
        .map(both -> both.apply("All pieces", Flatten.pCollections()))
        .orElse(matches)
        .apply("To one", WithKeys.of(0))
        .setCoder(KvCoder.of(VarIntCoder.of(), JsonCoder.of(Piece.class)))
        .apply("Together", GroupByKey.create())
        .apply(
            "Form",
            ParDo.of(new Form(kinds))
                .withOutputTags(
                    FindNearDuplicates.CLUSTERS, TupleTagList.of(FindNearDuplicates.EXAMPLES)));
  }

  /** The samples that have a match. */
  private static PCollection<Piece> touched(PCollection<Found> found, PCollection<Member> all) {
    return PCollectionList.of(found.apply("Touch", ParDo.of(new Touch())))
        .and(
            all.apply(
                "Members",
                MapElements.into(TypeDescriptor.of(Touched.class))
                    .via(one -> new Touched(one.index(), Optional.of(one)))))
        .apply("Samples", Flatten.pCollections())
        .apply(
            "By block",
            WithKeys.of((Touched one) -> one.index() / BLOCK).withKeyType(TypeDescriptors.longs()))
        .setCoder(KvCoder.of(VarLongCoder.of(), JsonCoder.of(Touched.class)))
        .apply("Blocks", GroupByKey.create())
        .apply("Known", ParDo.of(new Known()));
  }

  /** The key under which only one match is kept: a turn and pass, or an example. */
  private record Asked(TurnId turn, TurnMatch.Pass by, OptionalInt level) {
    static Asked of(Found found) {
      return new Asked(found.match().turn(), found.match().by(), found.level());
    }
  }

  private static final class Touch extends DoFn<Found, Touched> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element Found found, OutputReceiver<Touched> out) {
      for (TurnId turn : List.of(found.match().turn(), found.match().earlier())) {
        out.output(new Touched(turn.index(), Optional.empty()));
      }
    }
  }

  private static final class Known extends DoFn<KV<Long, Iterable<Touched>>, Piece> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(
        @Element KV<Long, Iterable<Touched>> block, OutputReceiver<Piece> out) {
      Set<Long> touched = new HashSet<>();
      Map<Long, Member> members = new TreeMap<>();
      for (Touched one : block.getValue()) {
        one.member()
            .ifPresentOrElse(
                member -> members.put(one.index(), member), () -> touched.add(one.index()));
      }
      members.keySet().retainAll(touched);
      members
          .values()
          .forEach(member -> out.output(new Piece(Optional.empty(), Optional.of(member))));
    }
  }

  private static final class Form extends DoFn<KV<Integer, Iterable<Piece>>, Cluster> {
    private static final long serialVersionUID = 1;

    /** Empty for rows that belong to no sample. */
    private final List<String> kinds;

    Form(Collection<String> kinds) {
      this.kinds = List.copyOf(kinds);
    }

    @ProcessElement
    public void processElement(@Element KV<Integer, Iterable<Piece>> all, MultiOutputReceiver out) {
      Map<Long, Member> members = new HashMap<>();
      Map<Asked, Found> best = new HashMap<>();
      for (Piece piece : all.getValue()) {
        piece.member().ifPresent(one -> members.put(one.index(), one));
        piece.found().ifPresent(one -> best.merge(Asked.of(one), one, Form::better));
      }
      if (kinds.isEmpty()) {
        best.values().forEach(found -> addRows(found.match(), members));
      }
      List<TurnMatch> matches = new ArrayList<>();
      List<Example> examples = new ArrayList<>();
      for (Found found : best.values()) {
        if (fits(found, members)) {
          found
              .level()
              .ifPresentOrElse(
                  level -> examples.add(example(level, found.match(), members)),
                  () -> matches.add(found.match()));
        }
      }
      Clusters.of(matches, members.values(), kinds)
          .forEach(out.get(FindNearDuplicates.CLUSTERS)::output);
      examples.sort(
          Comparator.comparingInt(Example::level).thenComparing(Example::match, TurnMatch.ORDER));
      examples.forEach(out.get(FindNearDuplicates.EXAMPLES)::output);
    }

    private static void addRows(TurnMatch match, Map<Long, Member> members) {
      for (TurnId row : List.of(match.turn(), match.earlier())) {
        members.computeIfAbsent(row.index(), Member::ofRow);
      }
    }

    /** Of two matches that one pass found for a turn, the more similar one, then the earlier. */
    private static Found better(Found a, Found b) {
      double likeness = likeness(a.match());
      double other = likeness(b.match());
      boolean first =
          likeness > other
              || (likeness == other && a.match().earlier().compareTo(b.match().earlier()) < 0);
      return first ? a : b;
    }

    private static double likeness(TurnMatch match) {
      return match.by() == TurnMatch.Pass.HASHES
          ? TurnPrint.likeness(match.values())
          : match.values().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Example example(int level, TurnMatch match, Map<Long, Member> members) {
      return new Example(
          level,
          match,
          Objects.requireNonNull(members.get(match.turn().index())),
          Objects.requireNonNull(members.get(match.earlier().index())));
    }

    /**
     * Whether all kinds that both turns have were compared. A picture that the encoder cannot
     * represent has no row, but its turn must not be treated as one without a picture.
     */
    private boolean fits(Found found, Map<Long, Member> members) {
      TurnMatch match = found.match();
      return fits(match.turn(), found.id(), match, members)
          && fits(match.earlier(), found.earlierId(), match, members);
    }

    private boolean fits(
        TurnId turn, Optional<String> id, TurnMatch match, Map<Long, Member> members) {
      Member member = members.get(turn.index());
      if (member == null) {
        return false; // a picture of it cannot be read
      }
      if (id.isPresent()
          && (!member.id().equals(id.get()) || turn.turn() >= member.turns().size())) {
        throw new InputException(
            "the rows belong to different data: sample "
                + turn.index()
                + " is '"
                + id.get()
                + "' there and '"
                + member.id()
                + "' here; make rows for these data with ./seir score");
      }
      return match.by() != TurnMatch.Pass.ROWS
          || kinds.isEmpty()
          || member.turns().get(turn.turn()).have(kinds).equals(match.values().keySet());
    }
  }
}
