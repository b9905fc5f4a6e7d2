package io.seir.similar;

import io.seir.kernels.Rows;
import io.seir.sample.JsonCoder;
import io.seir.sample.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Rows chosen from a set, with their numbers.
 *
 * @param rows of the set
 * @param dimension numbers in a row
 * @param type how the set stores them
 * @param chosen by number
 */
@DefaultCoder(JsonCoder.class)
record RowSample(long rows, int dimension, Rows.Type type, List<Chosen> chosen) {
  RowSample {
    chosen = chosen.stream().sorted(Comparator.comparingLong(Chosen::row)).toList();
  }

  /**
   * A row.
   *
   * @param row its number in the set
   * @param sample hash of the sample it is of
   * @param numbers fp32, little-endian
   */
  @DefaultCoder(JsonCoder.class)
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Chosen(long row, long sample, byte[] numbers) {
    static Chosen of(long row, long sample, Rows rows, int at) {
      ByteBuffer numbers = buffer(new byte[rows.dimension() * Float.BYTES]);
      for (int d = 0; d < rows.dimension(); d++) {
        numbers.putFloat(rows.get(at, d));
      }
      return new Chosen(row, sample, numbers.array());
    }

    private static ByteBuffer buffer(byte[] bytes) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private float[] floats() {
      float[] floats = new float[numbers.length / Float.BYTES];
      buffer(numbers).asFloatBuffer().get(floats);
      return floats;
    }
  }

  /**
   * Which rows of a set are chosen: all of a small one; else one of each of {@code most} stretches
   * of equal length, at a place that is hashed, because evenly spaced rows might all be first
   * turns.
   */
  static List<Long> places(long rows, int most) {
    List<Long> places = new ArrayList<>();
    long wanted = Math.min(rows, most);
    for (long i = 0; i < wanted; i++) {
      long from = rows * i / wanted;
      long to = rows * (i + 1) / wanted;
      places.add(from + Math.floorMod(Seeds.derive(0, "row", rows, i), to - from));
    }
    return places;
  }

  /** The group of every chosen row; none if they are of too few samples. */
  Optional<int[]> groups() {
    SortedMap<Long, Integer> groups = new TreeMap<>();
    for (long sample : new TreeSet<>(chosen.stream().map(Chosen::sample).toList())) {
      groups.put(sample, Jackknife.group(groups.size()));
    }
    return groups.size() < Jackknife.GROUPS
        ? Optional.empty()
        : Optional.of(
            chosen.stream().mapToInt(row -> groups.getOrDefault(row.sample(), 0)).toArray());
  }

  /** Which of the chosen rows are left without a group; empty if there are no groups. */
  Optional<int[]> without(Optional<Integer> group) {
    int[] all = IntStream.range(0, chosen.size()).toArray();
    if (group.isEmpty()) {
      return Optional.of(all);
    }
    return groups().map(of -> Arrays.stream(all).filter(i -> of[i] != group.get()).toArray());
  }

  /** The numbers of some of the chosen rows. */
  float[][] numbers(int[] some) {
    return Arrays.stream(some).mapToObj(i -> chosen.get(i).floats()).toArray(float[][]::new);
  }

  /** All chosen rows, as the set stores them. */
  Rows queries() {
    float[] all = new float[chosen.size() * dimension];
    for (int i = 0; i < chosen.size(); i++) {
      System.arraycopy(chosen.get(i).floats(), 0, all, i * dimension, dimension);
    }
    return Rows.of(dimension, all, type);
  }
}
