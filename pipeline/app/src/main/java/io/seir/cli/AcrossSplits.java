package io.seir.cli;

import io.seir.data.InputException;
import io.seir.duplicates.Cluster;
import io.seir.duplicates.ClusterFiles;
import io.seir.duplicates.Member;
import io.seir.run.RunFiles;
import io.seir.sample.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds samples of one cluster of near-duplicates that are in several splits. Those in the later
 * splits are left out, so that no sample has a near-duplicate in a different split. Dialogues that
 * share only some of their turns form no cluster, and stay.
 */
final class AcrossSplits {
  private record Seen(long index, int cluster, int split) {}

  private final List<String> splits;
  private final Map<String, Integer> clusters = new HashMap<>();
  private final Map<Integer, Integer> earliest = new HashMap<>();
  private final List<Seen> seen = new ArrayList<>();

  private AcrossSplits(List<String> splits) {
    this.splits = splits;
  }

  /**
   * By the clusters in a folder.
   *
   * @param folder that {@code dedup} wrote
   * @param splits names in order
   */
  static AcrossSplits read(Path folder, List<String> splits) throws IOException {
    if (!Files.exists(folder.resolve(RunFiles.DUPLICATES))) {
      throw new InputException(
          "--duplicates "
              + folder
              + " does not contain a finished ./seir dedup; give the --out folder of one");
    }
    AcrossSplits across = new AcrossSplits(splits);
    int[] number = {0};
    ClusterFiles.read(folder, cluster -> across.add(number[0]++, cluster));
    return across;
  }

  private void add(int number, Cluster cluster) {
    clusters.put(name(cluster.kept()), number);
    cluster.duplicates().forEach(one -> clusters.put(name(one.sample()), number));
  }

  private static String name(Member member) {
    return name(member.system(), member.id());
  }

  private static String name(Optional<String> system, String id) {
    return system.orElse("") + "\n" + id;
  }

  /** Notes a sample that would be in a split. */
  void look(Sample sample, String split) {
    Integer cluster = clusters.get(name(sample.system(), sample.id()));
    if (cluster != null) {
      int number = splits.indexOf(split);
      earliest.merge(cluster, number, Math::min);
      seen.add(new Seen(sample.index(), cluster, number));
    }
  }

  /** The indexes of samples that are to be left out. */
  BitSet later() {
    if (seen.isEmpty() && !clusters.isEmpty()) {
      throw new InputException(
          "--duplicates and --data have no sample in common; give the --out folder of ./seir dedup"
              + " on the same data");
    }
    BitSet later = new BitSet();
    for (Seen one : seen) {
      if (one.split() > earliest.getOrDefault(one.cluster(), one.split())) {
        later.set(Math.toIntExact(one.index()));
      }
    }
    return later;
  }
}
