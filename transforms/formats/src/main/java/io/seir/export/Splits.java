package io.seir.export;

import io.seir.sample.Sample;
import io.seir.sample.Seeds;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of an export a sample belongs to: only by the hash of its key, so that nothing moves
 * when a data set grows. Subsets of the first split are nested: each contains all smaller ones.
 *
 * @param shares of each split, in order; they add up to 1
 * @param subsets names of subsets of the first split, each with the hash that its samples stay
 *     below
 */
public record Splits(Map<String, Double> shares, By by, Map<String, Double> subsets)
    implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Pattern SHARE = Pattern.compile("([a-z][a-z0-9_]{0,30})=([0-9.]+)");

  /** Names of files that are written next to the splits, or by other commands. */
  private static final Set<String> RESERVED =
      Set.of(
          "ablation",
          "answers",
          "bad",
          "croissant",
          "data",
          "dataset_info",
          "dialogues",
          "export",
          "features",
          "images",
          "judged",
          "leaderboard",
          "parquet_info",
          "ranks",
          "rejected",
          "run",
          "vendor");

  private static final double ROUNDING = 1e-6;
  private static final int BITS = 53;

  /** What stays together in one split. */
  public enum By {
    /** Dialogues about one topic; of those without, all with the same first question. */
    TOPIC,
    /** Dialogues of one category. */
    CATEGORY,
    /** Only the turns of a dialogue. */
    DIALOGUE
  }

  /** All in one split, called {@code train}. */
  public static final Splits NONE = new Splits(Map.of("train", 1.0), By.DIALOGUE, Map.of());

  public Splits {
    shares = new LinkedHashMap<>(shares);
    subsets = new LinkedHashMap<>(subsets);
  }

  /**
   * Shares such as {@code train=0.9,validation=0.05,test=0.05}.
   *
   * @throws IllegalArgumentException what is wrong with them
   */
  public static Splits parse(String text, By by) {
    Map<String, Double> shares = new LinkedHashMap<>();
    double sum = 0;
    for (String part : text.split(",", -1)) {
      Matcher share = SHARE.matcher(part.strip());
      if (!share.matches()) {
        throw new IllegalArgumentException(
            "'" + part.strip() + "' is no share such as train=0.9 (names in small letters)");
      }
      double value = number(share.group(2));
      if (RESERVED.contains(share.group(1))) {
        throw new IllegalArgumentException(
            "'" + share.group(1) + "' is the name of another file; call the split otherwise");
      }
      if (!(value > 0) || shares.put(share.group(1), value) != null) {
        throw new IllegalArgumentException("'" + part.strip() + "' is zero, or there twice");
      }
      sum += value;
    }
    if (Math.abs(sum - 1) > ROUNDING) {
      throw new IllegalArgumentException("the shares add up to " + sum + ", not to 1");
    }
    return new Splits(shares, by, Map.of());
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number", e);
    }
  }

  /** With nested subsets of the first split. */
  public Splits withSubsets(Map<String, Double> below) {
    for (String name : below.keySet()) {
      if (shares.containsKey(name)) {
        throw new IllegalArgumentException("'" + name + "' is a split and a subset");
      }
    }
    return new Splits(shares, by, below);
  }

  /** The name of every split and subset. */
  public List<String> names() {
    List<String> names = new ArrayList<>(shares.keySet());
    names.addAll(subsets.keySet());
    return names;
  }

  /** The first split, which subsets are of. */
  public String first() {
    return shares.keySet().iterator().next();
  }

  /** The split of a sample, and the subsets that it is in. */
  public List<String> of(Sample sample) {
    List<String> all = new ArrayList<>(List.of(split(sample)));
    if (all.get(0).equals(first())) {
      double place = place(sample);
      subsets.forEach(
          (name, below) -> {
            if (place < below) {
              all.add(name);
            }
          });
    }
    return all;
  }

  /** The split of a sample. */
  public String split(Sample sample) {
    double place = uniform(0, key(sample));
    double end = 0;
    String name = first();
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      name = share.getKey();
      end += share.getValue();
      if (place < end) {
        break;
      }
    }
    return name;
  }

  /** Where a sample stands in the order that subsets are taken by, from 0 to 1. */
  public static double place(Sample sample) {
    return uniform(1, sample.system().orElse("") + "\n" + sample.id());
  }

  private static double uniform(long salt, String key) {
    return (Seeds.derive(salt, key) >>> (Long.SIZE - BITS)) / (double) (1L << BITS);
  }

  private String key(Sample sample) {
    String own = sample.id();
    return switch (by) {
      case TOPIC ->
          sample
              .topic()
              .map(Topic::text)
              .or(() -> sample.turns().stream().findFirst().flatMap(Turn::question))
              .map(Splits::plain)
              .orElse(own);
      case CATEGORY ->
          sample
              .topic()
              .flatMap(
                  topic -> topic.category().map(name -> topic.domain().orElse("") + "\n" + name))
              .map(Splits::plain)
              .orElse(own);
      case DIALOGUE -> own;
    };
  }

  private static String plain(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
