package io.seir.similar;

import io.seir.kernels.Rows;

/**
 * Places on a plane that keep near rows near. They start on the plane on which the rows vary most;
 * then every row is drawn towards its nearest rows, a little towards the middle, and pushed away
 * from rows at random, with steps that shrink to nothing. The forces are those of a Cauchy
 * similarity, 1 / (1 + d²), as in LargeVis (Tang et al. 2016) and UMAP (McInnes et al. 2018) with a
 * = b = 1; all edges weigh the same.
 *
 * <p>Sums are made in one order by one thread and of plain operations alone, so that equal rows and
 * neighbours give the same bits everywhere. Distances between groups, and their sizes, mean little.
 */
final class PlaneLayout {
  private static final int AWAY = 5;

  /** Rounds in which every edge pulls once; small sets need more of them. */
  private static final int MOST_ROUNDS = 300;

  private static final int LEAST_ROUNDS = 100;
  private static final long PULLS = 30_000_000;

  /** Half of the start's width, at most: far enough apart for the forces to differ. */
  private static final float START = 10;

  /** Half of the start's width, as a share of the root of the number of rows. */
  private static final float START_OF_ROOT = 0.25f;

  /** How much everything is drawn to the middle: groups that no edge links would drift apart. */
  private static final float TOGETHER = 0.1f;

  /** Keeps equal rows from lying on one spot for ever. */
  private static final float JITTER = 1e-3f;

  private static final float MOST_STEP = 4;

  /** Keeps the push between rows on one spot finite. */
  private static final float NEAR = 1e-3f;

  private final float[] places;
  private final int rows;
  private long state;

  private PlaneLayout(float[] places, long seed) {
    this.places = places;
    this.rows = places.length / 2;
    this.state = seed;
  }

  /**
   * The place of every row.
   *
   * @param graph the nearest rows of each
   * @return x and y of every row in turn, around 0 and within 1 of it; one row lies at 0
   */
  static float[] of(Rows rows, NeighbourGraph graph, long seed) {
    float[] places = PrincipalPlane.of(rows, seed);
    fit(places, Math.min(START, START_OF_ROOT * (float) Math.sqrt(rows.rows())));
    PlaneLayout layout = new PlaneLayout(places, seed);
    if (graph.k() > 0) {
      layout.jitter();
      layout.arrange(graph);
    }
    lie(places);
    fit(places, 1);
    return places;
  }

  /** Turns the map until it is widest from left to right, as screens are. */
  private static void lie(float[] places) {
    fit(places, 1);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < places.length; i += 2) {
      xx += places[i] * places[i];
      xy += places[i] * places[i + 1];
      yy += places[i + 1] * places[i + 1];
    }
    double half = (xx - yy) / 2;
    double root = Math.sqrt(half * half + xy * xy);
    double x = half >= 0 ? root + half : Math.abs(xy);
    double y = half >= 0 ? xy : Math.copySign(root - half, xy);
    double length = Math.sqrt(x * x + y * y);
    if (length == 0) {
      return;
    }
    for (int i = 0; i < places.length; i += 2) {
      double turned = (places[i] * x + places[i + 1] * y) / length;
      places[i + 1] = (float) ((places[i + 1] * x - places[i] * y) / length);
      places[i] = (float) turned;
    }
  }

  private void jitter() {
    for (int i = 0; i < places.length; i++) {
      places[i] += JITTER * ((random() >>> 40) * 0x1p-24f - 0.5f);
    }
  }

  private void arrange(NeighbourGraph graph) {
    long edges = (long) rows * graph.k();
    int rounds = (int) Math.max(LEAST_ROUNDS, Math.min(MOST_ROUNDS, PULLS / edges));
    for (int round = 0; round < rounds; round++) {
      float step = 1 - (float) round / rounds;
      gather(step);
      for (int row = 0; row < rows; row++) {
        for (int place = 0; place < graph.k(); place++) {
          draw(row, graph.neighbour(row, place), step);
          for (int other = 0; other < AWAY; other++) {
            push(row, (int) (((random() >>> 32) * rows) >>> 32), step);
          }
        }
      }
    }
  }

  private void gather(float step) {
    for (int i = 0; i < places.length; i++) {
      places[i] *= 1 - TOGETHER * step;
    }
  }

  /** Both move, towards each other. */
  private void draw(int a, int b, float step) {
    float x = places[2 * a] - places[2 * b];
    float y = places[2 * a + 1] - places[2 * b + 1];
    float force = -2 / (1 + x * x + y * y);
    float dx = step * bounded(force * x);
    float dy = step * bounded(force * y);
    places[2 * a] += dx;
    places[2 * a + 1] += dy;
    places[2 * b] -= dx;
    places[2 * b + 1] -= dy;
  }

  /** The first alone moves. */
  private void push(int a, int b, float step) {
    float x = places[2 * a] - places[2 * b];
    float y = places[2 * a + 1] - places[2 * b + 1];
    float squares = x * x + y * y;
    float force = 2 / ((NEAR + squares) * (1 + squares));
    places[2 * a] += step * bounded(force * x);
    places[2 * a + 1] += step * bounded(force * y);
  }

  private static float bounded(float value) {
    return Math.max(-MOST_STEP, Math.min(MOST_STEP, value));
  }

  /** SplitMix64. */
  private long random() {
    state += 0x9E3779B97F4A7C15L;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Moves the middle of all places to 0 and the farthest to a distance. */
  private static void fit(float[] places, float most) {
    int n = places.length / 2;
    double x = 0;
    double y = 0;
    for (int i = 0; i < n; i++) {
      x += places[2 * i] / n;
      y += places[2 * i + 1] / n;
    }
    double farthest = 0;
    for (int i = 0; i < n; i++) {
      farthest =
          Math.max(
              farthest, Math.max(Math.abs(places[2 * i] - x), Math.abs(places[2 * i + 1] - y)));
    }
    double scale = farthest < 1e-6 ? 0 : most / farthest;
    for (int i = 0; i < n; i++) {
      places[2 * i] = (float) (scale * (places[2 * i] - x));
      places[2 * i + 1] = (float) (scale * (places[2 * i + 1] - y));
    }
  }
}
