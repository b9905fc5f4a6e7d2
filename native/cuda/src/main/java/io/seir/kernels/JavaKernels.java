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
  public float[] cosine(Rows text, Rows image) {
    Inputs.pairs(text, image);
    float[] out = new float[text.rows()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) text.dot(i, image, i);
    }
    return out;
  }

  @Override
  public TopK topK(Rows queries, Rows database, int k) {
    Inputs.topK(queries, database, k);
    int kept = Math.min(k, database.rows());
    int[] indices = new int[queries.rows() * kept];
    float[] scores = new float[queries.rows() * kept];
    for (int q = 0; q < queries.rows(); q++) {
      int filled = 0;
      for (int m = 0; m < database.rows(); m++) {
        float score = (float) queries.dot(q, database, m);
        int at = filled;
        while (at > 0 && scores[q * kept + at - 1] < score) {
          at--;
        }
        if (at < kept) {
          int last = Math.min(filled, kept - 1);
          int from = q * kept + at;
          System.arraycopy(scores, from, scores, from + 1, last - at);
          System.arraycopy(indices, from, indices, from + 1, last - at);
          scores[from] = score;
          indices[from] = m;
          filled = Math.min(kept, filled + 1);
        }
      }
    }
    return new TopK(kept, indices, scores);
  }

  @Override
  public float[] ownScores(Rows text, Rows image) {
    return cosine(text, image);
  }

  @Override
  public Ranks countAbove(Rows text, Rows image, float[] textBars, float[] imageBars) {
    Inputs.bars(text, image, textBars, imageBars);
    return new Ranks(above(text, image, textBars), above(image, text, imageBars));
  }

  private static int[] above(Rows of, Rows among, float[] bars) {
    int[] above = new int[of.rows()];
    for (int i = 0; i < above.length; i++) {
      for (int j = 0; j < among.rows(); j++) {
        above[i] += (float) of.dot(i, among, j) > bars[i] ? 1 : 0;
      }
    }
    return above;
  }

  @Override
  public Pairs pairsAbove(Rows rows, float threshold, int most) {
    Inputs.pairsAbove(threshold, most);
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    List<Float> scores = new ArrayList<>();
    for (int i = 0; i < rows.rows(); i++) {
      for (int j = i + 1; j < rows.rows(); j++) {
        float score = (float) rows.dot(i, rows, j);
        if (score > threshold) {
          if (first.size() == most) {
            throw new TooManyPairsException(most, threshold);
          }
          first.add(i);
          second.add(j);
          scores.add(score);
        }
      }
    }
    float[] values = new float[scores.size()];
    for (int p = 0; p < values.length; p++) {
      values[p] = scores.get(p);
    }
    return new Pairs(ints(first), ints(second), values);
  }

  @Override
  public NearestEarlier nearestEarlier(Rows rows) {
    int[] indices = new int[rows.rows()];
    float[] scores = new float[rows.rows()];
    for (int i = 0; i < rows.rows(); i++) {
      indices[i] = -1;
      scores[i] = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < i; j++) {
        float score = (float) rows.dot(i, rows, j);
        if (score > scores[i]) {
          indices[i] = j;
          scores[i] = score;
        }
      }
    }
    return new NearestEarlier(indices, scores);
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
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
        b.answerGlobal.rows().dot(s, b.imageGlobal.rows(), s),
        b.captionGlobal.rows().dot(s, b.imageGlobal.rows(), s));
  }

  private static double coverage(RaggedRows tokens, float[] weights, RaggedRows patches, int s) {
    double sum = 0;
    double total = 0;
    if (patches.count(s) == 0) {
      return 0;
    }
    for (int t = tokens.start(s); t < tokens.end(s); t++) {
      sum += weights[t] * best(tokens, t, patches, s);
      total += weights[t];
    }
    return total == 0 ? 0 : sum / total;
  }

  private static double meanBest(RaggedRows of, RaggedRows among, int s) {
    if (among.count(s) == 0 || of.count(s) == 0) {
      return 0;
    }
    double sum = 0;
    for (int row = of.start(s); row < of.end(s); row++) {
      sum += best(of, row, among, s);
    }
    return sum / of.count(s);
  }

  private static double complement(SynergyBatch b, int s) {
    int patches = b.patches.count(s);
    if (patches == 0 || b.caption.count(s) == 0) {
      return 0;
    }
    boolean noAnswer = b.answer.count(s) == 0;
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
      best = Math.max(best, of.rows().dot(row, among.rows(), other));
    }
    return best;
  }

  @Override
  public ImageSums imageSums(RgbImage image) {
    return ImageSums.plain(image);
  }
}
