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
 * A data set to be made: everything that a run's workers need to know.
 *
 * @param plan which dialogues there are; its samples are how many are wanted
 * @param access how models are asked
 * @param judge who judges the dialogues, which are then given features; null for nobody
 * @param unsafe what becomes of dialogues in which something unsafe is found
 * @param features how features are extracted
 * @param portions how many dialogues go together
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

  /** Whether the dialogues are judged, and given features. */
  public boolean judged() {
    return judge != null;
  }

  /** Whether a span, or one before it, is more than one pipeline should work on. */
  public boolean inWaves(Span span) {
    return span.to() > portions.wave();
  }

  /**
   * The wave of a span that begins at a dialogue.
   *
   * @param number of the wave in the run
   * @param begin at first that of the span, then where the wave before ended
   * @param missing how many of those wanted are still missing
   */
  public Wave wave(Span span, int number, long begin, int missing) {
    long end = inWaves(span) ? Math.min(span.to(), portions.end(begin)) : span.to();
    return new Wave(span, number, begin, end, missing);
  }

  /**
   * Where the data set goes.
   *
   * @param folder absolute, claimed already
   * @param siblings folders of other data sets of the same journal, whose pictures it may speak of
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
