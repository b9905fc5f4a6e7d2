package io.seir.pipeline;

import io.seir.ask.ModelAccess;
import io.seir.blob.BlobLocation;
import io.seir.blob.SamplePictures;
import io.seir.judge.Judge;
import io.seir.refine.RefinementConfig;
import io.seir.safety.Unsafe;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set to make: everything that a run's workers need to know.
 *
 * @param plan the planned dialogues; its number of samples is the number asked for
 * @param access how models are called
 * @param judge who judges the dialogues, which then also get features; null for no judge
 * @param unsafe what to do with dialogues in which something unsafe is found
 * @param features how features are extracted
 * @param portions how many dialogues are handled together
 */
public record Generation(
    DialoguePlan plan,
    RefinementConfig refinement,
    ModelAccess access,
    @Nullable Judge judge,
    Unsafe unsafe,
    FeatureSettings features,
    Acceptance acceptance,
    Target target,
    Portions portions,
    RunDetails details)
    implements Serializable {

  /** Whether the dialogues are judged and get features. */
  public boolean judged() {
    return judge != null;
  }

  /** Whether a span, or one before it, is too large for a single pipeline. */
  public boolean inWaves(Span span) {
    return span.to() > portions.wave();
  }

  /**
   * The wave of a span that starts at a dialogue.
   *
   * @param number of the wave in the run
   * @param begin the start of the span for the first wave, then the end of the wave before
   * @param missing how many accepted dialogues are still missing
   */
  public Wave wave(Span span, int number, long begin, int missing) {
    long end = inWaves(span) ? Math.min(span.to(), portions.end(begin)) : span.to();
    return new Wave(span, number, begin, end, missing);
  }

  /**
   * Where the data set goes.
   *
   * @param folder absolute, already claimed
   * @param siblings folders of other data sets with the same journal, whose pictures the journal
   *     may name
   */
  public record Target(String folder, List<String> siblings) implements Serializable {
    public Target {
      siblings = List.copyOf(siblings);
    }

    BlobLocation store() {
      return BlobLocation.folder(folder, siblings);
    }

    SamplePictures pictures() {
      return SamplePictures.in(folder);
    }
  }
}
