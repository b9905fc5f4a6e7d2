package io.seir.similar;

import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.similar.DiversityCounts.Seen;
import io.seir.similar.MeasureTexts.Chosen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Measures the same as {@link MeasureDiversity} for samples without rows, in one thread and without
 * Beam: for a run on one machine, whose samples are in files and must not be in memory together.
 * What is seen of {@value #SAMPLES_IN_PASS} samples is held at once, some 2 KB per turn; more
 * samples are gone through several times.
 */
public final class DiversityInPasses {
  private static final long SAMPLES_IN_PASS = 50_000;

  /** Samples that can be gone through again. */
  public interface Source {
    /** Hands on every sample, in any order. */
    void read(Consumer<Sample> reader) throws IOException;
  }

  private DiversityInPasses() {}

  /**
   * The measures.
   *
   * @param topics all topics, so that coverage counts those without a sample
   * @param templates all templates, so that coverage counts those without a turn
   * @param expected approximate number of samples; if there are more, they take more memory
   */
  public static Diversity of(
      Source source, Collection<Topic> topics, Collection<String> templates, long expected)
      throws IOException {
    int passes = Math.toIntExact(Math.max(1, (expected + SAMPLES_IN_PASS - 1) / SAMPLES_IN_PASS));
    return of(source, topics, templates, passes, MeasureDiversity.SAMPLED);
  }

  static Diversity of(
      Source source,
      Collection<Topic> topics,
      Collection<String> templates,
      int passes,
      int sampled)
      throws IOException {
    DiversityCounts counts = DiversityCounts.none();
    Texts texts = new Texts(sampled);
    for (int number = 0; number < passes; number++) {
      int pass = number;
      Map<String, Seen> seen = new HashMap<>();
      source.read(
          sample -> {
            CountForDiversity.things(
                sample,
                (key, here) -> {
                  if (Math.floorMod(key.hashCode(), passes) == pass) {
                    seen.merge(key, here, Seen::plus);
                  }
                });
            if (pass == 0) {
              texts.add(sample);
            }
          });
      seen.forEach(counts::add);
    }
    TreeSet<String> paths = new TreeSet<>();
    topics.forEach(topic -> paths.add(CountForDiversity.path(topic)));
    return MeasureDiversity.together(
        new DiversityCoverage(counts, paths, new TreeSet<>(templates)),
        texts.replicates(),
        Map.of());
  }

  /** The texts of those samples whose system and id have the smallest hashes. */
  private static final class Texts {
    private final int most;
    private final PriorityQueue<Chosen> smallest =
        new PriorityQueue<>(new MeasureTexts.SmallestLast());

    Texts(int most) {
      this.most = most;
    }

    void add(Sample sample) {
      smallest.add(Chosen.of(sample));
      if (smallest.size() > most) {
        smallest.remove();
      }
    }

    Map<String, List<Replicate>> replicates() {
      List<Chosen> chosen = new ArrayList<>(smallest);
      chosen.sort(new MeasureTexts.SmallestLast().reversed());
      Map<String, List<Replicate>> found = new HashMap<>();
      for (Replicate.Task task : MeasureTexts.tasks()) {
        MeasureTexts.measure(task, chosen)
            .ifPresent(one -> found.computeIfAbsent(task.kind(), k -> new ArrayList<>()).add(one));
      }
      return found;
    }
  }
}
