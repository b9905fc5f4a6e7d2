package io.seir.duplicates;

import io.seir.data.InputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Clusters of all matches, on one worker, whose memory grows with the samples that have a match:
 * some kilobyte each.
 */
final class FormClusters extends PTransform<PCollection<Found>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** Samples whose matches are looked up together. */
  private static final long BLOCK = 4096;

  private static final TupleTag<Long> TOUCHED = new TupleTag<>("touched") {};
  private static final TupleTag<Member> MEMBER = new TupleTag<>("member") {};
  private static final TupleTag<Found> FOUND = new TupleTag<>("found") {};

  private final PCollection<Member> members;
  private final Collection<String> kinds;

  /**
   * @param members all samples
   * @param kinds that are compared; empty for rows that belong to no sample
   */
  FormClusters(PCollection<Member> members, Collection<String> kinds) {
    this.members = members;
    this.kinds = List.copyOf(kinds);
  }

  @Override
  public PCollectionTuple expand(PCollection<Found> found) {
    PCollection<KV<Long, Long>> touched =
        found
            .apply("Touched", ParDo.of(new Touched()))
            .setCoder(KvCoder.of(VarLongCoder.of(), VarLongCoder.of()));
    PCollection<KV<Integer, Member>> known =
        KeyedPCollectionTuple.of(TOUCHED, touched)
            .and(
                MEMBER,
                members
                    .apply(
                        "By block",
                        WithKeys.of((Member member) -> member.index() / BLOCK)
                            .withKeyType(TypeDescriptors.longs()))
                    .setCoder(KvCoder.of(VarLongCoder.of(), members.getCoder())))
            .apply("Samples of matches", CoGroupByKey.create())
            .apply("Known", ParDo.of(new Known()));
    return KeyedPCollectionTuple.of(
            FOUND,
            found
                .apply("To one", WithKeys.of(0))
                .setCoder(KvCoder.of(VarIntCoder.of(), found.getCoder())))
        .and(MEMBER, known)
        .apply("Together", CoGroupByKey.create())
        .apply(
            "Form",
            ParDo.of(new Form(kinds))
                .withOutputTags(
                    FindNearDuplicates.CLUSTERS, TupleTagList.of(FindNearDuplicates.EXAMPLES)));
  }

  private static final class Touched extends DoFn<Found, KV<Long, Long>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element Found found, OutputReceiver<KV<Long, Long>> out) {
      for (TurnId turn : List.of(found.match().turn(), found.match().earlier())) {
        out.output(KV.of(turn.index() / BLOCK, turn.index()));
      }
    }
  }

  private static final class Known extends DoFn<KV<Long, CoGbkResult>, KV<Integer, Member>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(
        @Element KV<Long, CoGbkResult> block, OutputReceiver<KV<Integer, Member>> out) {
      Set<Long> touched = new HashSet<>();
      block.getValue().getAll(TOUCHED).forEach(touched::add);
      for (Member member : block.getValue().getAll(MEMBER)) {
        if (touched.remove(member.index())) {
          out.output(KV.of(0, member));
        }
      }
    }
  }

  private static final class Form extends DoFn<KV<Integer, CoGbkResult>, Cluster> {
    private static final long serialVersionUID = 1;

    private final List<String> kinds;

    Form(Collection<String> kinds) {
      this.kinds = List.copyOf(kinds);
    }

    @ProcessElement
    public void processElement(@Element KV<Integer, CoGbkResult> all, MultiOutputReceiver out) {
      Map<Long, Member> members = new HashMap<>();
      all.getValue().getAll(MEMBER).forEach(one -> members.put(one.index(), one));
      List<TurnMatch> matches = new ArrayList<>();
      List<Example> examples = new ArrayList<>();
      for (Found found : all.getValue().getAll(FOUND)) {
        if (fits(found, members)) {
          found
              .level()
              .ifPresentOrElse(
                  level -> examples.add(example(level, found.match(), members)),
                  () -> matches.add(found.match()));
        }
      }
      Clusters.of(matches, members.values()).forEach(out.get(FindNearDuplicates.CLUSTERS)::output);
      examples.sort(
          Comparator.comparingInt(Example::level).thenComparing(Example::match, TurnMatch.ORDER));
      examples.forEach(out.get(FindNearDuplicates.EXAMPLES)::output);
    }

    private static Example example(int level, TurnMatch match, Map<Long, Member> members) {
      return new Example(
          level,
          match,
          Objects.requireNonNull(members.get(match.turn().index())),
          Objects.requireNonNull(members.get(match.earlier().index())));
    }

    /**
     * Whether all kinds that both turns have were compared. A picture that the encoder does not
     * know has no row: its turn must not be taken for one without a picture.
     */
    private boolean fits(Found found, Map<Long, Member> members) {
      TurnMatch match = found.match();
      return fits(match.turn(), found.id(), match, members)
          && fits(match.earlier(), found.earlierId(), match, members);
    }

    private boolean fits(
        TurnId turn, Optional<String> id, TurnMatch match, Map<Long, Member> members) {
      Member member = members.get(turn.index());
      if (id.isPresent()
          && (member == null
              || !member.id().equals(id.get())
              || turn.turn() >= member.turns().size())) {
        throw new InputException(
            "the rows are of other data: sample "
                + turn.index()
                + " is '"
                + id.get()
                + "' there and "
                + (member == null ? "missing" : "'" + member.id() + "'")
                + " here; make rows of these data, with ./seir score");
      }
      return match.by() != TurnMatch.Pass.ROWS
          || kinds.isEmpty()
          || Objects.requireNonNull(member)
              .turns()
              .get(turn.turn())
              .have(kinds)
              .equals(match.values().keySet());
    }
  }
}
