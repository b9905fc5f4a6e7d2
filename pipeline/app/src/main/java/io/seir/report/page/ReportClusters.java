package io.seir.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.duplicates.Cluster;
import io.seir.duplicates.ClusterFiles;
import io.seir.duplicates.Member;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of near-duplicates that {@code dedup} found, as the pages show them: which cluster a
 * dialogue is of, and who else is, whether those others are in the report or not.
 */
public final class ReportClusters {
  /** Clusters that are read together. */
  static final int TOGETHER = 500;

  /** Duplicates of a cluster that are named; the browser has them all. */
  private static final int NAMED = 50;

  private final List<Cluster> clusters = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * Adds those in a folder that {@code dedup} wrote.
   *
   * @throws io.seir.data.InputException if a file does not hold clusters
   */
  public void read(Path folder) throws IOException {
    ClusterFiles.read(folder, this::add);
  }

  private void add(Cluster cluster) {
    int number = clusters.size();
    numbers.putIfAbsent(name(cluster.kept()), number);
    cluster.duplicates().forEach(one -> numbers.putIfAbsent(name(one.sample()), number));
    int named = Math.min(NAMED, cluster.duplicates().size());
    clusters.add(new Cluster(cluster.kept(), cluster.duplicates().subList(0, named)));
  }

  private static String name(Member member) {
    return SampleRows.name(member.system(), member.id());
  }

  int size() {
    return clusters.size();
  }

  /** The number of a sample's cluster; null if it has no near-duplicate. */
  @Nullable Integer of(Sample sample) {
    return numbers.get(SampleRows.name(sample.system(), sample.id()));
  }

  /** Whether a sample is the one of its cluster that is kept. */
  boolean isKept(Sample sample, int cluster) {
    Member kept = clusters.get(cluster).kept();
    return kept.id().equals(sample.id()) && kept.system().equals(sample.system());
  }

  /**
   * Clusters [from, from + {@value #TOGETHER}): their members, with their rows if they have one.
   */
  ArrayNode json(int from, SampleRows rows) {
    ArrayNode all = JsonCoder.mapper().createArrayNode();
    for (Cluster cluster : clusters.subList(from, Math.min(size(), from + TOGETHER))) {
      ArrayNode members = all.addArray();
      member(members.addObject(), cluster.kept(), rows);
      for (Cluster.Duplicate one : cluster.duplicates()) {
        ObjectNode json = member(members.addObject(), one.sample(), rows);
        json.put("by", one.by().name().toLowerCase(Locale.ROOT));
        one.links().stream()
            .findFirst()
            .ifPresent(link -> link.values().forEach(json.putObject("values")::put));
      }
    }
    return all;
  }

  private static ObjectNode member(ObjectNode json, Member member, SampleRows rows) {
    json.put("id", member.id());
    member.system().ifPresent(system -> json.put("system", system));
    @Nullable Integer row = rows.row(member.system(), member.id());
    if (row != null) {
      json.put("row", row);
    }
    return json;
  }
}
