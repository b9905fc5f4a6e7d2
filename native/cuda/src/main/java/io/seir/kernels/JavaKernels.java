package io.seir.kernels;

import java.util.ArrayList;
import java.util.List;

/** The specification: plain loops, double precision. */
public final class JavaKernels implements Kernels {
  @Override
  public String engine() {
    return "java";
  }

  @Override
  public List<SynergyFeatures> synergy(SynergyBatch batch) {
    List<SynergyFeatures> out = new ArrayList<>();
    for (int s = 0; s < batch.samples(); s++) {
      out.add(features(batch, s));
    }
    return out;
  }

  private static SynergyFeatures features(SynergyBatch b, int s) {
    return new SynergyFeatures(
        coverage(b.answer, b.answerWeights, b.patches, s),
        coverage(b.caption, b.captionWeights, b.patches, s),
        meanBest(b.patches, b.answer, s),
        meanBest(b.patches, b.caption, s),
        (meanBest(b.answer, b.caption, s) + meanBest(b.caption, b.answer, s)) / 2,
        complement(b, s),
        b.answerGlobal.dot(s, b.imageGlobal, s),
        b.captionGlobal.dot(s, b.imageGlobal, s));
  }

  private static double coverage(RaggedRows tokens, float[] weights, RaggedRows patches, int s) {
    double sum = 0;
    double total = 0;
    if (patches.start(s) == patches.end(s)) {
      return 0;
    }
    for (int t = tokens.start(s); t < tokens.end(s); t++) {
      sum += weights[t] * best(tokens, t, patches, s);
      total += weights[t];
    }
    return total == 0 ? 0 : sum / total;
  }

  private static double meanBest(RaggedRows of, RaggedRows among, int s) {
    if (among.start(s) == among.end(s) || of.start(s) == of.end(s)) {
      return 0;
    }
    double sum = 0;
    for (int row = of.start(s); row < of.end(s); row++) {
      sum += best(of, row, among, s);
    }
    return sum / (of.end(s) - of.start(s));
  }

  private static double complement(SynergyBatch b, int s) {
    int patches = b.patches.end(s) - b.patches.start(s);
    if (patches == 0 || b.caption.start(s) == b.caption.end(s)) {
      return 0;
    }
    boolean noAnswer = b.answer.start(s) == b.answer.end(s);
    double sum = 0;
    for (int p = b.patches.start(s); p < b.patches.end(s); p++) {
      double said = noAnswer ? 0 : best(b.patches, p, b.answer, s);
      sum += Math.max(0, best(b.patches, p, b.caption, s) - said);
    }
    return sum / patches;
  }

  private static double best(RaggedRows of, int row, RaggedRows among, int s) {
    double best = Double.NEGATIVE_INFINITY;
    for (int other = among.start(s); other < among.end(s); other++) {
      best = Math.max(best, of.dot(row, among, other));
    }
    return best;
  }

  @Override
  public ImageSums imageSums(RgbImage image) {
    ImageSums.Counter sums = new ImageSums.Counter();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        sums.pixel(image.red(x, y), image.green(x, y), image.blue(x, y));
        if (x > 0 && y > 0 && x < image.width() - 1 && y < image.height() - 1) {
          sums.neighbourhood(image, x, y);
        }
        if (x > 0) {
          sums.step(Math.abs(image.luma(x, y) - image.luma(x - 1, y)), x % 8 == 0);
        }
      }
    }
    return sums.sums(image.width(), image.height());
  }
}
